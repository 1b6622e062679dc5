package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.journal.AckOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What the sender hears.
 *
 * @param bytes the acknowledgment in the sender's character set, without framing; empty where the sender asked for none
 * @param code MSA-1: AA, AE, AR, CA, CE or CR; empty where nothing is sent
 * @param outcome what this means for the sender
 * @param why the fault behind AE, AR, CE and CR; null behind AA and CA
 */
public record Answer(
        byte[] bytes,
        String code,
        AckOutcome outcome,
        @Nullable Fault why) {

    /** @return whether there is anything to send */
    public boolean isSent() {
        return bytes.length > 0;
    }
}
