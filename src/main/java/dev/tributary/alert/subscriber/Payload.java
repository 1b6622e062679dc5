package dev.tributary.alert.subscriber;

import java.util.Set;

/** What a delivery carries. */
public enum Payload {
    /** The alert as a CloudEvent 1.0 in JSON. */
    EVENT,
    /** A FHIR R4 message Bundle with the patient, the visit and what the alert is about, as Da Vinci notifications have it. */
    FHIR,
    /** The HL7 v2 message that raised the alert, byte for byte as it came. */
    ORIGINAL,
    /** An HL7 v2.5.1 ADT or ORU built from the record as it is now. */
    BUILT,
    /** One line without patient data: that there is an alert, how urgent, and its id. */
    NOTICE,
    /** The alert's text. */
    TEXT;

    /**
     * @return types of what an alert may be about that this payload cannot carry: of the engine's own health (Parameters)
     *     there is no message, and of a message that could not be applied (OperationOutcome) nothing is in the record
     */
    public Set<String> cannotCarry() {
        return switch (this) {
            case ORIGINAL -> Set.of("Parameters");
            case BUILT -> Set.of("Parameters", "OperationOutcome");
            case EVENT, FHIR, NOTICE, TEXT -> Set.of();
        };
    }
}
