package dev.tributary.hl7;

import dev.tributary.base.Fault;

/** What we think of a message, before the sender's rules turn it into a code or into silence. */
public enum AckVerdict {
    /** Durable, or processed. */
    ACCEPT,
    /** Something was wrong that may not be next time, or a content that the sender can mend. */
    ERROR,
    /** Not what this receiver takes. */
    REJECT;

    /** @return the verdict that a fault's code stands for */
    public static AckVerdict of(Fault fault) {
        return fault.code().acknowledgmentCode().endsWith("R") ? REJECT : ERROR;
    }
}
