package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.MessageId;
import dev.tributary.journal.AckOutcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sender hears.
 *
 * @param bytes the acknowledgment in the sender's character set, without framing; empty where the sender asked for none
 * @param code MSA-1: AA, AE, AR, CA, CE or CR; empty where nothing is sent
 * @param why the fault behind AE, AR, CE and CR; null behind AA and CA
 * @param heard what the sender hears of each journaled message; more than one in a batch
 */
public record Answer(byte[] bytes, String code, @Nullable Fault why, Map<MessageId, AckOutcome> heard) {

    /** @return whether there is anything to send */
    public boolean isSent() {
        return bytes.length > 0;
    }

    /** @return whether the sender may forget the message */
    public boolean isPositive() {
        return why == null;
    }
}
