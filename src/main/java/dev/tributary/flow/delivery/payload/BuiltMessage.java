package dev.tributary.flow.delivery.payload;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.hl7.MessageWriter;
import dev.tributary.store.FhirStore;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * An alert as an HL7 v2.5.1 message built from the record as it is now: ORU^R01 if it is about a result, else ADT with the
 * trigger of the message behind it, A08 if that was none. For systems that take no FHIR; what v2 has no place for is left
 * out.
 */
final class BuiltMessage {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx", Locale.ROOT).withZone(ZoneOffset.UTC);
    // MSH-10 of 2.5.1 is 20 characters
    private static final int CONTROL_ID = 20;

    private final FhirStore store;
    private final AlertFacts facts;
    private final String trigger;

    /**
     * @param store the record
     * @param facts the alert
     * @param trigger MSH-9.2 of the ADT message behind it; empty if that was no ADT
     */
    BuiltMessage(FhirStore store, AlertFacts facts, String trigger) {
        this.store = store;
        this.facts = facts;
        this.trigger = trigger;
    }

    /** @return MSH-10 of the message for this alert: the same in every repeat */
    static String controlId(String alert) {
        return alert.replace("-", "").substring(0, CONTROL_ID).toUpperCase(Locale.ROOT);
    }

    /** @throws FaultException permanent, if the record does not have the patient or the focus any more */
    byte[] bytes() {
        Resource focus = required(facts.focus());
        Patient patient = focus instanceof Patient self ? self : (Patient) required(facts.patient());
        MessageWriter message = new MessageWriter();
        boolean result = focus instanceof Observation;
        header(message, result);
        if (!result) {
            message.segment("EVN").add(2, TIME.format(facts.at()));
        }
        new PatientSegment(patient).write(message);
        Encounter encounter = focus instanceof Encounter visit
                ? visit
                : (Encounter) read(facts.encounter()).orElse(null);
        if (encounter != null) {
            new VisitSegment(store, encounter).write(message);
        } else if (!result) {
            // required by the structure, and N says that there is no visit (table 0004)
            message.segment("PV1").add(2, "N");
        }
        if (focus instanceof Observation observation) {
            new ResultSegments(observation).write(message);
        }
        return message.bytes();
    }

    private void header(MessageWriter message, boolean result) {
        String event = trigger.isEmpty() ? "A08" : trigger;
        MessageWriter.Segment header = message.segment("MSH")
                .add(3, "TRIBUTARY")
                .add(4, facts.facility().split("\\^", -1))
                .add(7, TIME.format(facts.at()))
                .add(10, controlId(facts.id()))
                .add(11, "P")
                .add(12, "2.5.1")
                .add(18, "UNICODE UTF-8");
        if (result) {
            header.add(9, "ORU", "R01", "ORU_R01");
        } else {
            header.add(9, "ADT", event, structure(event));
        }
    }

    // HL7 v2.5.1 table 0354; what a receiver needs to find its way in PID and PV1
    private static String structure(String event) {
        return switch (event) {
            case "A01", "A04", "A08", "A13" -> "ADT_A01";
            case "A05", "A14", "A28", "A31" -> "ADT_A05";
            case "A06", "A07" -> "ADT_A06";
            case "A09", "A10", "A11" -> "ADT_A09";
            case "A21", "A22", "A23", "A25", "A26", "A27", "A29", "A32", "A33" -> "ADT_A21";
            default -> "ADT_" + event;
        };
    }

    private Resource required(String reference) {
        return read(reference)
                .orElseThrow(() -> new FaultException(new Fault(
                        FaultCode.SUBSCRIBER_REJECTED,
                        "the record does not have what this alert is about any more",
                        reference)));
    }

    private Optional<Resource> read(String reference) {
        String id = new Reference(reference).getReferenceElement().getIdPart();
        int slash = reference.indexOf('/');
        return slash < 0 || id == null ? Optional.empty() : store.read(reference.substring(0, slash), id);
    }
}
