package dev.tributary.base;

/** Carries a {@link Fault} across code that cannot return one, such as a transaction that must roll back. */
public final class FaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    /** @param fault what went wrong; its detail becomes the message and must not hold patient data */
    public FaultException(Fault fault) {
        super(fault.code() + ": " + fault.detail());
        this.fault = fault;
    }

    /**
     * @param fault what went wrong
     * @param cause the exception beneath; its message is not repeated, since it may hold patient data
     */
    public FaultException(Fault fault, Throwable cause) {
        super(fault.code() + ": " + fault.detail(), cause);
        this.fault = fault;
    }

    /** @return the failure as a value */
    public Fault fault() {
        return fault;
    }
}
