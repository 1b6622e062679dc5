package dev.tributary.flow.management.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Resource;

/**
 * An entry as FHIR AuditEvent after IHE's Basic Audit Log Patterns (ITI BALP 1.1.3): client, server and user as agents, what
 * was asked for as entity, and each patient. The profiles for a patient want exactly one of them: an event with more
 * names the basic profile, and all the patients.
 */
final class BalpEvent {

    private static final String PROFILE = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String ENTITY = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final Coding SOURCE = new Coding(DICOM, "110153", "Source Role ID");
    private static final Coding DESTINATION = new Coding(DICOM, "110152", "Destination Role ID");
    private static final String SERVER = "Tributary";

    private BalpEvent() {}

    /** @param patients {@code Patient/id} of all it was about */
    static Resource of(AuditEntry entry, Set<String> patients, Instant at) {
        AuditAction action = entry.action();
        AuditEvent event = new AuditEvent();
        event.getMeta().addProfile(PROFILE + (patients.size() == 1 ? "Patient" : "") + action.profile());
        event.setType(
                new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation"));
        event.addSubtype(new Coding("http://hl7.org/fhir/restful-interaction", action.interaction(), null));
        event.setAction(action.action());
        event.setRecordedElement(new InstantType(Date.from(at)));
        event.setOutcome(AuditEventOutcome._0);
        event.getSource().getObserver().setDisplay(SERVER);
        // what is read flows from the server to the client, what is asked or changed the other way (BALP §152.5.1)
        boolean flowsOut = action == AuditAction.VIEW;
        AuditEventAgentComponent client = event.addAgent();
        client.getType().addCoding((flowsOut ? DESTINATION : SOURCE).copy());
        client.getWho().setDisplay(entry.address());
        client.getNetwork().setAddress(entry.address()).setType(AuditEventAgentNetworkType._2);
        client.setRequestor(false);
        AuditEventAgentComponent server = event.addAgent();
        server.getType().addCoding((flowsOut ? SOURCE : DESTINATION).copy());
        server.getWho().setDisplay(SERVER);
        server.setRequestor(false);
        AuditEventAgentComponent user = event.addAgent();
        user.getType()
                .addCoding(new Coding(
                        "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP", "information recipient"));
        user.addRole().setText(entry.role());
        user.getWho().setDisplay(entry.who()).getIdentifier().setValue(entry.who());
        user.setName(entry.who());
        user.setRequestor(true);
        for (String patient : patients) {
            entity(event, "1", "Person", "1", "Patient").getWhat().setReference(patient);
        }
        if (action == AuditAction.SEARCH || action == AuditAction.EXPORT) {
            AuditEventEntityComponent query = entity(event, "2", "System Object", "24", "Query");
            String asked = entry.what() + (entry.query().isEmpty() ? "" : "?" + entry.query());
            query.setQuery(asked.getBytes(StandardCharsets.UTF_8));
        } else {
            entity(event, "2", "System Object", "4", "Domain Resource")
                    .getWhat()
                    .setDisplay(entry.what());
        }
        return event;
    }

    private static AuditEventEntityComponent entity(
            AuditEvent event, String type, String typeName, String role, String roleName) {
        return event.addEntity().setType(new Coding(ENTITY, type, typeName)).setRole(new Coding(ROLE, role, roleName));
    }
}
