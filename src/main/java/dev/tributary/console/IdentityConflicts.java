package dev.tributary.console;

import dev.tributary.base.Fault;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Resolves a conflict of identity: a person says that the patients of a held message are one. That is said to the engine as a
 * hospital would say it, by an ADT^A40 through the journal (HL7 v2.5.1 §3.3.40), so that it is merged in the order of the
 * lanes, stands in the history and can be taken back by an A37 like any other; then the held message is processed again behind
 * it.
 */
final class IdentityConflicts {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PatientReader reader;
    private final MessageSearch search;
    private final MessageJournal journal;
    private final MessageActions actions;
    private final FeedRegistry feeds;
    private final MergeMessages written;

    IdentityConflicts(
            PatientReader reader,
            MessageSearch search,
            MessageJournal journal,
            MessageActions actions,
            FeedRegistry feeds,
            MergeMessages written) {
        this.reader = reader;
        this.search = search;
        this.journal = journal;
        this.actions = actions;
        this.feeds = feeds;
        this.written = written;
    }

    /**
     * Merges all patients of a held message into one of them and processes the message again.
     *
     * @param id of the held message
     * @param survivor the id of the patient that stays
     * @param who decides
     * @return the numbers of the merges in the journal
     * @throws NotPossibleException if the message waits no more, or for another reason, or does not name one person only
     */
    List<Long> merge(long id, String survivor, String who) {
        PatientAccount.Conflict conflict = reader.conflict(id);
        if (conflict == null || !conflict.held()) {
            throw new NotPossibleException("Message " + id + " is not held for a conflict of identity any more.");
        }
        if (!conflict.onePerson()) {
            throw new NotPossibleException(
                    "Message " + id + " names more than one person, or its conflict is not at PID-3:"
                            + " correct the numbers at the source, then release it.");
        }
        List<PatientAccount.Side> patients = conflict.patients();
        if (patients.isEmpty()) {
            throw new NotPossibleException(
                    "The numbers of the message belong to one patient: release it, it may work now.");
        }
        PatientAccount.Side stays = patients.stream()
                .filter(side -> side.patient().equals(survivor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Choose which of the patients stays."));
        JournaledMessage held = search.read(new MessageId(id))
                .orElseThrow(() -> new NotFoundException("The journal has no message " + id + "."));
        List<WireMessage> all = new ArrayList<>();
        for (PatientAccount.Side side : patients) {
            if (!side.patient().equals(survivor)) {
                WireMessage merge = written.merge(held, stays.raw(), side.raw(), all.size() + 1, who);
                // whoever chose was shown two patients: by these numbers it must be those two and no others
                if (!written.merges(merge, survivor, side.patient())) {
                    throw new NotPossibleException("By the numbers of message " + id
                            + " an A40 would not merge the patients that are shown; nothing was merged. Merge them at the"
                            + " source, then release the message.");
                }
                all.add(merge);
            }
        }
        List<Long> merges = new ArrayList<>();
        all.forEach(merge -> merges.add(record(merge)));
        if (!actions.replay(new MessageId(id), who)) {
            throw new NotPossibleException(
                    "Message " + id + " was dealt with by somebody else meanwhile; the merge stands.");
        }
        return merges;
    }

    private long record(WireMessage merge) {
        Receipt receipt;
        try {
            // of a copy: the journal's own answer still comes
            receipt = journal.record(
                            merge,
                            HeaderPeek.of(merge.bytes(), feeds.get(merge.feed()).charset())
                                    .orElseThrow())
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw unknown();
        }
        if (receipt instanceof Receipt.Recorded recorded) {
            return recorded.id().value();
        }
        if (receipt instanceof Receipt.Duplicate duplicate) {
            return duplicate.id().value();
        }
        Fault why = ((Receipt.Refused) receipt).why();
        // a commit whose answer was lost may be one
        throw why.isPermanent() ? new FaultException(why) : unknown();
    }

    private static NotPossibleException unknown() {
        return new NotPossibleException(
                "It is not known yet whether the journal took the merge: look at the patients and for an ADT^A40 in /messages"
                        + " before you send it again. The message is still held.");
    }
}
