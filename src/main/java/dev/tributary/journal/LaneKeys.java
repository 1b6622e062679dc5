package dev.tributary.journal;

import java.util.Set;

/** Which lanes a message belongs to; given to the {@link LaneScheduler} by {@code flow}. */
@FunctionalInterface
public interface LaneKeys {

    /**
     * @param message as received; nothing but its bytes may decide, since the keys are computed again after a restart
     * @return one key for each patient identifier the message speaks of (PID-3, MRG-1): messages that share a key are
     *     processed in the order received. Empty: it waits for nobody and nobody for it
     */
    Set<String> of(InboundMessage message);
}
