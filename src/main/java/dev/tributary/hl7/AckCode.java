package dev.tributary.hl7;

/** MSA-1 (HL7 table 0008). */
public enum AckCode {
    /** Original mode: accepted; enhanced mode: the application took it. */
    AA,
    /** Original mode: error; enhanced mode: the application had an error. */
    AE,
    /** Original mode: rejected; enhanced mode: the application rejected it. */
    AR,
    /** Enhanced mode: committed to safe storage. */
    CA,
    /** Enhanced mode: cannot be committed now. */
    CE,
    /** Enhanced mode: will never be committed. */
    CR;

    /** @return the application's code of a verdict */
    static AckCode application(AckVerdict verdict) {
        return switch (verdict) {
            case ACCEPT -> AA;
            case ERROR -> AE;
            case REJECT -> AR;
        };
    }

    /** @return the commit code of a verdict */
    static AckCode commit(AckVerdict verdict) {
        return switch (verdict) {
            case ACCEPT -> CA;
            case ERROR -> CE;
            case REJECT -> CR;
        };
    }

    /** @return whether the sender may forget the message */
    public boolean isPositive() {
        return this == AA || this == CA;
    }
}
