package dev.tributary.base;

/**
 * Every kind of failure the engine knows, with its class, its HL7 acknowledgment code (original mode, MSA-1, table
 * 0008), its HL7 error condition (ERR-3, table 0357) and its FHIR issue type (OperationOutcome.issue.code). ACK,
 * journal, REST and metrics all speak from this one table.
 */
public enum FaultCode {
    /** No readable MSH: not an HL7 v2 message. */
    UNREADABLE(FaultClass.PERMANENT, "AR", "100", "structure"),
    /** The frame is larger than the feed allows. */
    TOO_LARGE(FaultClass.PERMANENT, "AR", "207", "too-long"),
    /** The feed's settings do not accept this message type. */
    TYPE_NOT_ACCEPTED(FaultClass.PERMANENT, "AR", "200", "not-supported"),
    /** A batch whose trailer counts other than what came. */
    BATCH_COUNT(FaultClass.PERMANENT, "AE", "207", "invalid"),
    /** The bytes are not of the character set that MSH-18 or the feed names. */
    CHARSET(FaultClass.PERMANENT, "AE", "102", "value"),
    /** A field that the message cannot do without is empty. */
    REQUIRED_FIELD_MISSING(FaultClass.PERMANENT, "AE", "101", "required"),
    /** A value is not of its data type: a date that is no date, a number that is none. */
    VALUE_INVALID(FaultClass.PERMANENT, "AE", "102", "value"),
    /** A code has no row in its code table. */
    CODE_UNMAPPED(FaultClass.PERMANENT, "AE", "103", "code-invalid"),
    /** Two identifiers of one message belong to two patients. */
    IDENTITY_CONFLICT(FaultClass.PERMANENT, "AE", "204", "conflict"),
    /** A resource is not what the store accepts. */
    STORE_REJECTED(FaultClass.PERMANENT, "AE", "207", "processing"),
    /** Somebody else wrote the resource since it was read: read it again and merge anew. */
    STORE_CONFLICT(FaultClass.TRANSIENT, "AE", "207", "conflict"),
    /** The store did not answer. */
    STORE_UNREACHED(FaultClass.TRANSIENT, "AE", "207", "transient"),
    /** The store may have written: the write must be safe to repeat. */
    STORE_TIMED_OUT(FaultClass.AMBIGUOUS, "AE", "207", "timeout"),
    /** The journal's database did not answer or its disk is full: nothing is durable now. */
    JOURNAL_UNREACHED(FaultClass.TRANSIENT, "AE", "207", "transient"),
    /** The broker did not take an alert. */
    BROKER_UNREACHED(FaultClass.TRANSIENT, "AE", "207", "transient"),
    /** A subscriber did not take a delivery. */
    SUBSCRIBER_UNREACHED(FaultClass.TRANSIENT, "AE", "207", "transient"),
    /** A subscriber refused a delivery for good. */
    SUBSCRIBER_REJECTED(FaultClass.PERMANENT, "AE", "207", "processing"),
    /** A defect of the engine itself. */
    INTERNAL(FaultClass.PERMANENT, "AE", "207", "exception");

    private final FaultClass faultClass;
    private final String acknowledgmentCode;
    private final String errorCondition;
    private final String issueType;

    FaultCode(FaultClass faultClass, String acknowledgmentCode, String errorCondition, String issueType) {
        this.faultClass = faultClass;
        this.acknowledgmentCode = acknowledgmentCode;
        this.errorCondition = errorCondition;
        this.issueType = issueType;
    }

    /** @return whether trying again can help */
    public FaultClass faultClass() {
        return faultClass;
    }

    /** @return AE or AR, as MSA-1 in original mode (HL7 v2.5.1 §2.9.2); CE or CR follow by the first letter */
    public String acknowledgmentCode() {
        return acknowledgmentCode;
    }

    /** @return ERR-3, table 0357 */
    public String errorCondition() {
        return errorCondition;
    }

    /** @return a code of <a href="http://hl7.org/fhir/R4/valueset-issue-type.html">issue-type</a> */
    public String issueType() {
        return issueType;
    }
}
