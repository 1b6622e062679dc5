package dev.tributary.console;

import dev.tributary.base.FaultException;
import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageActions;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.Receipt;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Resolves a conflict of identity: a person says that the patients of a held message are one. That is said to the engine as a
 * hospital would say it, by an ADT^A40 through the journal (HL7 v2.5.1 §3.3.40), so that it is merged in the order of the
 * lanes, stands in the history and can be taken back by an A37 like any other; then the held message is processed again behind
 * it.
 */
final class IdentityConflicts {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx").withZone(ZoneOffset.UTC);

    private final PatientReader reader;
    private final MessageSearch search;
    private final MessageJournal journal;
    private final MessageActions actions;
    private final FeedRegistry feeds;
    private final Clock clock;

    IdentityConflicts(
            PatientReader reader,
            MessageSearch search,
            MessageJournal journal,
            MessageActions actions,
            FeedRegistry feeds,
            Clock clock) {
        this.reader = reader;
        this.search = search;
        this.journal = journal;
        this.actions = actions;
        this.feeds = feeds;
        this.clock = clock;
    }

    /**
     * Merges all patients of a held message into one of them and processes the message again.
     *
     * @param id of the held message
     * @param survivor the id of the patient that stays
     * @param who decides
     * @return the numbers of the merges in the journal
     * @throws NotPossibleException if the message waits no more, or for another reason
     */
    List<Long> merge(long id, String survivor, String who) {
        PatientAccount.Conflict conflict = reader.conflict(id);
        if (conflict == null || !conflict.held()) {
            throw new NotPossibleException("Message " + id + " is not held for a conflict of identity any more.");
        }
        PatientAccount.Side stays = conflict.sides().stream()
                .filter(side -> side.patient().equals(survivor) && !survivor.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Choose which of the patients stays."));
        Set<String> done = new HashSet<>(Set.of(survivor, ""));
        List<Long> merges = new ArrayList<>();
        JournaledMessage held = search.read(new MessageId(id))
                .orElseThrow(() -> new NotFoundException("The journal has no message " + id + "."));
        for (PatientAccount.Side side : conflict.sides()) {
            if (done.add(side.patient())) {
                merges.add(record(held, stays.raw(), side.raw(), merges.size() + 1, who));
            }
        }
        if (merges.isEmpty()) {
            throw new NotPossibleException(
                    "The numbers of the message belong to one patient: release it, it may work now.");
        }
        if (!actions.replay(new MessageId(id), who)) {
            throw new NotPossibleException(
                    "Message " + id + " was dealt with by somebody else meanwhile; the merge stands.");
        }
        return merges;
    }

    private long record(JournaledMessage held, String survivor, String prior, int n, String who) {
        var feed = held.summary().feed();
        var header = HeaderPeek.of(held.bytes(), feeds.get(feed).charset())
                .orElseThrow(() -> new NotPossibleException("The message has no readable MSH."));
        var separators = header.separators();
        String now = TIME.format(clock.instant());
        char field = separators.field();
        String text = String.join(
                        "\r",
                        "MSH" + field + separators.component() + separators.repetition() + separators.escape()
                                + separators.subcomponent() + field + "TRIBUTARY" + field + header.sendingFacility()
                                + field + field + field + now + field + field + "ADT" + separators.component() + "A40"
                                + separators.component() + "ADT_A39" + field + "MERGE-"
                                + held.summary().id() + "-" + n
                                + field + "P" + field + "2.5.1",
                        "EVN" + field + "A40" + field + now + field + field + field
                                + who.replaceAll("[^A-Za-z0-9._-]", ""),
                        "PID" + field + "1" + field + field + survivor,
                        "MRG" + field + prior)
                + "\r";
        byte[] bytes = text.getBytes(feeds.get(feed).charset());
        Receipt receipt = journal.record(
                        new WireMessage(bytes, feed, "console", clock.instant()),
                        HeaderPeek.of(bytes, feeds.get(feed).charset()).orElseThrow())
                .toCompletableFuture()
                .join();
        if (receipt instanceof Receipt.Recorded recorded) {
            return recorded.id().value();
        }
        if (receipt instanceof Receipt.Duplicate duplicate) {
            return duplicate.id().value();
        }
        throw new FaultException(((Receipt.Refused) receipt).why());
    }
}
