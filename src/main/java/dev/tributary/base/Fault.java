package dev.tributary.base;

/**
 * One failure as a value.
 *
 * @param code what kind it is, which decides retry, ACK, REST answer and metric
 * @param detail a sentence for an engineer: the shape of the offending value and the cure, never the value itself
 * @param where segment and field ({@code PID-3}), {@code file:line}, or the part of the engine; empty if nowhere
 */
public record Fault(FaultCode code, String detail, String where) {

    /** @return a fault that has no place */
    public static Fault of(FaultCode code, String detail) {
        return new Fault(code, detail, "");
    }

    /** @return whether the same input would fail the same way */
    public boolean isPermanent() {
        return code.faultClass() == FaultClass.PERMANENT;
    }

    /** @return whether it should be tried again at the head of its lane */
    public boolean isTransient() {
        return code.faultClass() == FaultClass.TRANSIENT;
    }
}
