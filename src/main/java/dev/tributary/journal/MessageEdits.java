package dev.tributary.journal;

import dev.tributary.base.FaultException;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes changed messages as new ones and keeps which came from which, by whom and why. */
public final class MessageEdits {

    private final JdbcClient jdbc;
    private final MessageJournal journal;
    private final Clock clock;
    private final Duration patience;

    /**
     * @param database the journal's
     * @param journal takes the new message like any other
     * @param clock for when it was
     * @param patience how long a person is kept waiting for the commit
     */
    public MessageEdits(DataSource database, MessageJournal journal, Clock clock, Duration patience) {
        this.jdbc = JdbcClient.create(database);
        this.journal = journal;
        this.clock = clock;
        this.patience = patience;
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
     * @return the new message's number; that of an earlier try, if it was taken and nobody heard so
     * @throws FaultException if it could not be made durable
     * @throws OutcomeUnknownException if it may have been made durable; the two still tell of each other once it was
     * @throws IllegalArgumentException if the same bytes came before: then nothing is new
     */
    public MessageId give(MessageId original, WireMessage changed, MessageHeader header, String who, String why) {
        long edit = jdbc.sql(
                        "insert into tributary.message_edit (original, at, who, why) values (?, ?, ?, ?) returning id")
                .params(original.value(), Micros.parameter(clock.instant()), RowText.of(who), RowText.of(why))
                .query(Long.class)
                .single();
        CompletableFuture<Receipt> taking = journal.record(changed, header).toCompletableFuture();
        Receipt receipt;
        try {
            // of a copy: the journal's own answer still comes
            receipt = taking.copy()
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            // off the recording thread; where this fails too, the same text given in again mends it
            var unused = taking.thenAcceptAsync(late -> link(original, edit, changed, late));
            throw new OutcomeUnknownException(e);
        }
        if (receipt instanceof Receipt.Refused refused) {
            // a commit whose answer was lost may be one
            throw refused.why().isTransient() ? new OutcomeUnknownException(null) : new FaultException(refused.why());
        }
        return link(original, edit, changed, receipt)
                .orElseThrow(() -> new IllegalArgumentException("Nothing was changed: the same bytes are message "
                        + ((Receipt.Duplicate) receipt).earlier() + ". It can be replayed."));
    }

    /** @return the message that was made of the original; empty if none was */
    private Optional<MessageId> link(MessageId original, long edit, WireMessage changed, Receipt receipt) {
        if (receipt instanceof Receipt.Recorded recorded) {
            jdbc.sql("update tributary.message_edit set edited = ? where id = ?")
                    .params(recorded.id().value(), edit)
                    .update();
            return Optional.of(recorded.id());
        }
        return receipt instanceof Receipt.Duplicate same && linkEarlier(original, edit, changed, same.earlier())
                ? Optional.of(same.earlier())
                : Optional.empty();
    }

    /**
     * A message is given in just before its edit is written down: by that it is told from those of other tries that came to
     * nothing.
     */
    private boolean linkEarlier(MessageId original, long edit, WireMessage changed, MessageId earlier) {
        return jdbc.sql("update tributary.message_edit set edited = :earlier where edited is null and id ="
                                + " (select open.id from tributary.message_edit open"
                                + " join tributary.message taken on taken.id = :earlier"
                                + " where open.original = :original and open.edited is null and open.id <> :edit"
                                + " and taken.id > open.original and taken.remote = :remote"
                                + " and taken.received_at between open.at - interval '1 minute' and open.at"
                                + " and not exists"
                                + " (select 1 from tributary.message_edit known where known.edited = taken.id)"
                                + " order by open.at, open.id limit 1)")
                        .param("earlier", earlier.value())
                        .param("original", original.value())
                        .param("edit", edit)
                        .param("remote", changed.remote())
                        .update()
                == 1;
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
