package dev.tributary.flow.delivery.payload;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.store.FhirStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * An alert as a FHIR message (R4 §2.4): a MessageHeader, what the alert is about, the patient, the visit, and what these
 * refer to. Shaped as HL7's Da Vinci Unsolicited Notifications 1.1 have it, with their event codes for admission, transfer
 * and discharge. It claims no profile: the guide's profiles ask for US Core, which a v2 feed cannot promise.
 */
final class NotificationBundle {

    private static final String DA_VINCI = "http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event";
    private static final String OURS = "urn:tributary:alert-event";
    // a visit with its places, people and diagnoses is a dozen; beyond this a reference stays a name
    private static final int MOST = 60;

    private final FhirStore store;
    private final AlertFacts facts;
    private final Map<String, Resource> included = new LinkedHashMap<>();

    NotificationBundle(FhirStore store, AlertFacts facts) {
        this.store = store;
        this.facts = facts;
    }

    /**
     * @return the same for the same alert and record: its id, that of the MessageHeader and the alert's are one
     * @throws FaultException permanent, if the record does not have what the alert is about any more
     */
    Bundle bundle() {
        collect();
        if (facts.isOfTheEngine()) {
            included.put(facts.focus(), outcome());
        }
        Resource focus = included.get(facts.focus());
        if (focus == null) {
            throw new FaultException(new Fault(
                    FaultCode.SUBSCRIBER_REJECTED,
                    "the record does not have what this alert is about any more",
                    facts.focus()));
        }
        Bundle bundle = new Bundle();
        bundle.setId(facts.id());
        bundle.setType(BundleType.MESSAGE);
        bundle.setTimestamp(Date.from(facts.at()));
        bundle.getIdentifier().setSystem("urn:ietf:rfc:3986").setValue("urn:uuid:" + facts.id());
        add(bundle, facts.id(), header(focus));
        included.forEach((reference, resource) -> {
            resolve(resource);
            add(bundle, resource.getIdPart(), resource);
        });
        return bundle;
    }

    // what the engine says of itself or of a message lies in no record: it is told as FHIR tells such things
    private OperationOutcome outcome() {
        OperationOutcome outcome = new OperationOutcome();
        outcome.setId(UUID.nameUUIDFromBytes((facts.id() + facts.focus()).getBytes(StandardCharsets.UTF_8))
                .toString());
        outcome.addIssue()
                .setSeverity(
                        switch (facts.severity()) {
                            case "critical" -> IssueSeverity.ERROR;
                            case "warning" -> IssueSeverity.WARNING;
                            default -> IssueSeverity.INFORMATION;
                        })
                .setCode(IssueType.INFORMATIONAL)
                .setDetails(new CodeableConcept().setText(facts.text()));
        return outcome;
    }

    private static void add(Bundle bundle, String id, Resource resource) {
        bundle.addEntry().setFullUrl("urn:uuid:" + id).setResource(resource);
    }

    private MessageHeader header(Resource focus) {
        MessageHeader header = new MessageHeader();
        header.setId(facts.id());
        header.setEvent(event(focus));
        header.getSource()
                .setName(facts.facility().isEmpty() ? "Tributary" : facility())
                .setSoftware("Tributary")
                .setEndpoint("urn:tributary:feed:" + facts.feed());
        header.addFocus().setReference("urn:uuid:" + focus.getIdPart());
        return header;
    }

    private String facility() {
        int end = facts.facility().indexOf('^');
        return end < 0 ? facts.facility() : facts.facility().substring(0, end);
    }

    private Coding event(Resource focus) {
        if (focus instanceof Encounter) {
            switch (facts.event()) {
                case "admission", "ed-registration" -> {
                    return new Coding(DA_VINCI, "notification-admit", "Notification Admit");
                }
                case "discharge" -> {
                    return new Coding(DA_VINCI, "notification-discharge", "Notification Discharge");
                }
                case "transfer" -> {
                    return new Coding(DA_VINCI, "notification-transfer", "Notification Transfer");
                }
                default -> {
                    // an event of ours
                }
            }
        }
        return new Coding(OURS, facts.event(), null);
    }

    // in circles from the alert outwards, so that the nearest are there where the number is limited
    private void collect() {
        Set<String> next = new LinkedHashSet<>(List.of(facts.focus(), facts.patient(), facts.encounter()));
        while (!next.isEmpty() && included.size() < MOST) {
            next.removeIf(reference -> !reference.contains("/") || included.containsKey(reference));
            List<String> wanted = next.stream().limit(MOST - included.size()).toList();
            if (wanted.isEmpty()) {
                return;
            }
            Map<String, Resource> found = store.readAll(wanted);
            next = new LinkedHashSet<>();
            for (String reference : wanted) {
                Resource resource = found.get(reference);
                if (resource != null) {
                    Resource copy = resource.copy();
                    copy.setMeta(new Meta());
                    if (copy instanceof Patient patient) {
                        // the numbers of merged records are among the identifiers; the records themselves are not sent
                        patient.setLink(null);
                    }
                    included.put(reference, copy);
                    next.addAll(references(copy));
                }
            }
        }
    }

    private static List<String> references(Base parent) {
        List<String> references = new ArrayList<>();
        for (Property property : parent.children()) {
            for (Base value : property.getValues()) {
                if (value instanceof Reference reference && reference.hasReference()) {
                    references.add(reference.getReference());
                }
                references.addAll(references(value));
            }
        }
        return references;
    }

    private void resolve(Base parent) {
        for (Property property : parent.children()) {
            for (Base value : property.getValues()) {
                if (value instanceof Reference reference && reference.hasReference()) {
                    point(reference);
                }
                resolve(value);
            }
        }
    }

    private void point(Reference reference) {
        String target = reference.getReference();
        Resource known = included.get(target);
        if (known != null) {
            reference.setReference("urn:uuid:" + known.getIdPart());
        } else if (!target.startsWith("#")) {
            // a receiver could not follow it: what kind of thing it is and its name are kept
            int slash = target.indexOf('/');
            reference.setReference(null);
            if (slash > 0 && !target.startsWith("urn:")) {
                reference.setType(target.substring(0, slash));
            }
            if (!reference.hasDisplay() && !reference.hasIdentifier()) {
                reference.setDisplay("not sent with this notification");
            }
        }
    }
}
