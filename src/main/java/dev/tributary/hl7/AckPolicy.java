package dev.tributary.hl7;

import java.util.Locale;
import java.util.Optional;

/**
 * Who is answered with what (HL7 v2.5.1 §2.9), from MSH-15 and MSH-16 alone.
 *
 * <p>Both empty is original mode: one answer, AA, AE or AR, at receipt. Either valued is enhanced mode: MSH-15 asks for CA,
 * CE or CR at receipt, MSH-16 for AA, AE or AR after processing, each by its condition (table 0155): AL always, NE never, ER
 * on error or rejection, SU on success. In enhanced mode an empty or unknown condition counts as NE.
 */
public final class AckPolicy {

    private AckPolicy() {}

    /**
     * @param header of the message to answer
     * @param verdict what became of it at receipt: ACCEPT only once it is durable
     * @return what to answer now and whether more follows
     */
    public static AckPlan atReceipt(MessageHeader header, AckVerdict verdict) {
        if (!header.enhancedMode()) {
            return new AckPlan(Optional.of(AckCode.application(verdict)), false);
        }
        boolean commitAsked = asked(header.acceptAcknowledgment(), verdict);
        if (verdict == AckVerdict.ACCEPT) {
            boolean follows = asked(header.applicationAcknowledgment(), AckVerdict.ACCEPT)
                    || asked(header.applicationAcknowledgment(), AckVerdict.ERROR);
            return new AckPlan(commitAsked ? Optional.of(AckCode.CA) : Optional.empty(), follows);
        }
        if (commitAsked) {
            return new AckPlan(Optional.of(AckCode.commit(verdict)), false);
        }
        // it will not be processed, so this is the only time a sender that asked for errors can hear of this one
        boolean applicationAsked = asked(header.applicationAcknowledgment(), verdict);
        return new AckPlan(applicationAsked ? Optional.of(AckCode.application(verdict)) : Optional.empty(), false);
    }

    /**
     * @param header of a message that was accepted at receipt
     * @param verdict what processing made of it
     * @return the code of the application acknowledgment; empty in original mode and where MSH-16 asks for none
     */
    public static Optional<AckCode> afterProcessing(MessageHeader header, AckVerdict verdict) {
        return header.enhancedMode() && asked(header.applicationAcknowledgment(), verdict)
                ? Optional.of(AckCode.application(verdict))
                : Optional.empty();
    }

    private static boolean asked(String condition, AckVerdict verdict) {
        return switch (condition.toUpperCase(Locale.ROOT)) {
            case "AL" -> true;
            case "ER" -> verdict != AckVerdict.ACCEPT;
            case "SU" -> verdict == AckVerdict.ACCEPT;
            default -> false;
        };
    }
}
