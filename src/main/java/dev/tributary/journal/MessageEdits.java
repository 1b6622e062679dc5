package dev.tributary.journal;

import dev.tributary.base.FaultException;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes changed messages as new ones and keeps which came from which, by whom and why. */
public final class MessageEdits {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final MessageJournal journal;
    private final Clock clock;

    /**
     * @param database the journal's
     * @param journal takes the new message like any other
     * @param clock for when it was
     */
    public MessageEdits(DataSource database, MessageJournal journal, Clock clock) {
        this.jdbc = JdbcClient.create(database);
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Journals the changed message and waits for the commit; it is processed like any that came by wire. No sender gets an
     * answer for it.
     *
     * @param original whose text was changed
     * @param changed on the original's feed
     * @param header of the changed message
     * @param who the user's name
     * @param why a sentence; no patient data
     * @return the new message's number
     * @throws FaultException if it could not be made durable
     * @throws IllegalArgumentException if the same bytes came before: then nothing is new
     */
    public MessageId give(MessageId original, WireMessage changed, MessageHeader header, String who, String why) {
        long row = jdbc.sql(
                        "insert into tributary.message_edit (original, at, who, why) values (?, ?, ?, ?) returning id")
                .params(original.value(), Micros.parameter(clock.instant()), RowText.of(who), RowText.of(why))
                .query(Long.class)
                .single();
        Receipt receipt = journal.record(changed, header)
                .toCompletableFuture()
                .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (receipt instanceof Receipt.Refused refused) {
            throw new FaultException(refused.why());
        }
        if (receipt instanceof Receipt.Duplicate same) {
            throw new IllegalArgumentException(
                    "Nothing was changed: the same bytes are message " + same.earlier() + ". It can be replayed.");
        }
        MessageId edited = ((Receipt.Recorded) receipt).id();
        jdbc.sql("update tributary.message_edit set edited = ? where id = ?")
                .params(edited.value(), row)
                .update();
        return edited;
    }

    /** @return the edits a message came from or was the original of, oldest first */
    public List<MessageEdit> of(MessageId id) {
        return jdbc.sql("select original, edited, at, who, why from tributary.message_edit"
                        + " where (original = ? or edited = ?) and edited is not null order by id")
                .params(id.value(), id.value())
                .query((row, number) -> new MessageEdit(
                        new MessageId(row.getLong("original")),
                        new MessageId(row.getLong("edited")),
                        Micros.read(row, "at"),
                        row.getString("who"),
                        row.getString("why")))
                .list();
    }
}
