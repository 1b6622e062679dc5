package dev.tributary.journal;

import java.util.List;
import java.util.Set;

/** Which lanes a message belongs to; given to the {@link LaneScheduler} by {@code flow}. */
@FunctionalInterface
public interface LaneKeys {

    /**
     * @param message as received; nothing but its bytes, and what messages that are done have left behind, may decide,
     *     since the keys are computed again after a restart
     * @return one key for each patient identifier the message speaks of (PID-3, MRG-1), and one for each patient known
     *     by them: messages that share a key are processed in the order received, and so are those that come after one
     *     that has both their keys. Empty: it waits for nobody and nobody for it
     */
    Set<String> of(InboundMessage message);

    /**
     * The same for several at once, for whoever looks something up.
     *
     * @param messages as received
     * @return the keys of each
     */
    default List<Set<String>> ofAll(List<InboundMessage> messages) {
        return messages.stream().map(this::of).toList();
    }
}
