package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.LogKey;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal that keeps its promise never to fail exceptionally: whatever a bug throws, the sender gets an answer, and
 * never a positive one.
 *
 * @param journal the real one
 */
record SafeJournal(MessageJournal journal) implements MessageJournal {

    private static final Logger LOG = LoggerFactory.getLogger(SafeJournal.class);

    @Override
    public CompletionStage<Receipt> record(WireMessage wire, MessageHeader header) {
        try {
            return journal.record(wire, header).exceptionally(SafeJournal::broken);
        } catch (RuntimeException bug) {
            return CompletableFuture.completedFuture(broken(bug));
        }
    }

    @Override
    public CompletionStage<Receipt> recordRefused(WireMessage wire, Fault why) {
        try {
            return journal.recordRefused(wire, why).exceptionally(SafeJournal::broken);
        } catch (RuntimeException bug) {
            return CompletableFuture.completedFuture(broken(bug));
        }
    }

    private static Receipt broken(@Nullable Throwable bug) {
        LOG.atError()
                .addKeyValue(
                        LogKey.EXCEPTION, bug == null ? "none" : bug.getClass().getName())
                .log("the journal failed in an unforeseen way");
        return new Receipt.Refused(Fault.of(FaultCode.INTERNAL, "the journal failed; send the message again"));
    }
}
