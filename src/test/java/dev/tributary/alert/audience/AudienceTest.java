package dev.tributary.alert.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.alert.Alert;
import dev.tributary.alert.Reach;
import dev.tributary.alert.Recipient;
import dev.tributary.alert.Severity;
import dev.tributary.alert.Surroundings;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.base.MessageId;
import dev.tributary.base.ProblemsException;
import dev.tributary.kit.AlertRig;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudienceTest {

    private AlertRig rig;
    private AudienceLists lists;

    @BeforeEach
    void open(@TempDir Path folder) {
        rig = new AlertRig(
                folder,
                Map.of(
                        "ward.units", "4W",
                        "panel.panels", "heart_%",
                        "doctor.practitioners", "1234567890",
                        "pager.severities", "critical",
                        "desk.rules", "admission"));
        lists = new AudienceLists(rig.database);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void brokerAndLedgerAgreeOnWhoGetsWhat() throws Exception {
        rig.startBroker();
        Recipient doctor = new Recipient("attending", "Practitioner/d", List.of("1234567890"));
        List<Alert> alerts = List.of(
                alert(1, new Reach("4W", List.of(), List.of(), List.of())),
                alert(2, new Reach("ICU", List.of(doctor), List.of("heart_%"), List.of())),
                // % and _ are letters here: neither matches anything else
                alert(3, new Reach("", List.of(), List.of("heartXY"), List.of())),
                alert(4, new Reach("4W", List.of(doctor), List.of(), List.of("desk", "pager"))));
        rig.commit(alerts.toArray(Alert[]::new));
        rig.startRelay();

        assertThat(heard("ward", 1)).containsExactly("alert number 1");
        assertThat(heard("panel", 1)).containsExactly("alert number 2");
        assertThat(heard("doctor", 1)).containsExactly("alert number 2");
        assertThat(heard("pager", 1)).containsExactly("alert number 4");
        assertThat(heard("desk", 1)).containsExactly("alert number 4");
        assertThat(rig.jdbc
                        .sql("select subscriber || ' ' || a.summary from tributary.delivery d"
                                + " join tributary.alert a on a.id = d.alert_id order by 1")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "desk alert number 4",
                        "doctor alert number 2",
                        "pager alert number 4",
                        "panel alert number 2",
                        "ward alert number 1");
    }

    @Test
    void whatAPayloadCannotCarryComesToNoQueueOfIt(@TempDir Path other) throws Exception {
        rig.close();
        rig = new AlertRig(
                        other,
                        Map.of(
                                "all.url", "",
                                "original.url", "mllp://127.0.0.1:1",
                                "built.url", "file:target/never",
                                "built.payload", "built"))
                .startBroker();
        rig.commit(about(1, "Parameters/feed-lab"), about(2, "OperationOutcome/2"), about(3, "Encounter/e1"));
        rig.startRelay();

        assertThat(heard("all", 3)).containsExactly("alert number 1", "alert number 2", "alert number 3");
        assertThat(heard("original", 2)).containsExactly("alert number 2", "alert number 3");
        assertThat(heard("built", 1)).containsExactly("alert number 3");
        assertThat(rig.jdbc
                        .sql("select count(*) from tributary.delivery")
                        .query(Long.class)
                        .single())
                .as("the ledger promises nothing else")
                .isEqualTo(6);
    }

    @Test
    void anAlertThatNobodyGetsIsCounted() {
        rig.startBroker();
        rig.commit(alert(1, Reach.UNKNOWN), alert(2, new Reach("4W", List.of(), List.of(), List.of())));
        rig.startRelay();

        org.awaitility.Awaitility.await()
                .until(() -> rig.jdbc
                                .sql("select count(*) from tributary.alert where sent_at is not null")
                                .query(Long.class)
                                .single()
                        == 2);
        assertThat(new AlertLedger(rig.jdbc).unheard()).isEqualTo(1);
    }

    @Test
    void theRecordKnowsUnitOrderingAttendingPrimaryCareAndCareTeam() {
        InMemoryFhirStore record = new InMemoryFhirStore();
        Patient patient = new Patient();
        patient.addIdentifier().setSystem("urn:mrn").setValue("M1");
        patient.addGeneralPractitioner().setReference("Practitioner/pcp");
        put(record, "p1", patient);
        put(record, "pcp", practitioner("111"));
        put(record, "att", practitioner("222"));
        put(record, "ord", practitioner("333"));
        put(record, "nurse", practitioner("444"));
        PractitionerRole role = new PractitionerRole();
        role.getPractitioner().setReference("Practitioner/ord");
        put(record, "role", role);
        Location ward = new Location();
        ward.addIdentifier().setValue("4W");
        put(record, "ward", ward);
        Location bed = new Location();
        bed.getPhysicalType().addCoding().setCode("bd");
        bed.getPartOf().setReference("Location/ward");
        put(record, "bed", bed);
        Encounter visit = new Encounter();
        visit.addLocation()
                .setStatus(EncounterLocationStatus.ACTIVE)
                .getLocation()
                .setReference("Location/bed");
        visit.addParticipant().getIndividual().setReference("Practitioner/att");
        visit.getParticipantFirstRep().addType().addCoding().setCode("ATND");
        put(record, "e1", visit);
        CareTeam team = new CareTeam();
        team.getSubject().setReference("Patient/p1");
        team.addParticipant().getMember().setReference("Practitioner/nurse");
        put(record, "t1", team);
        ServiceRequest order = new ServiceRequest();
        order.getRequester().setReference("PractitionerRole/role");
        put(record, "s1", order);
        Observation result = new Observation();
        result.getSubject().setReference("Patient/p1");
        put(record, "o1", result);
        DiagnosticReport report = new DiagnosticReport();
        report.addBasedOn().setReference("ServiceRequest/s1");
        report.addResult().setReference("Observation/o1");
        report.setId("DiagnosticReport/r1");
        lists.replaceAttributions(
                "system,value,role,practitioner\nurn:mrn,M1,case-management,555\n,M1,attending,666\nurn:other,M1,attending,777",
                "rest");
        lists.replacePanels("heart,,M1\nkidney,urn:mrn,M1\nlung,urn:other,M1", "file");

        Reach reach = new RecordAudience(lists)
                .of(
                        alert("Observation/o1", "Encounter/e1", "Patient/p1"),
                        Surroundings.of(record, List.of(new ResourceChange(null, report))));

        assertThat(reach.unit()).isEqualTo("4W");
        assertThat(reach.panels()).containsExactly("heart", "kidney");
        assertThat(reach.recipients())
                .extracting(each -> each.role() + " " + String.join(",", each.identifiers()))
                .containsExactlyInAnyOrder(
                        "ordering-provider 333",
                        "attending 222",
                        "primary-care 111",
                        "care-team 444",
                        "case-management 555",
                        "attending 666");
    }

    @Test
    void aListWithAMistakeChangesNothingAndSaysAllOfThem() {
        lists.replacePanel("heart", "urn:mrn,M1", "rest");

        assertThatThrownBy(() -> lists.replacePanel("heart", "M1\nurn:mrn,", "rest"))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("1 columns")
                .hasMessageContaining("value is empty");
        assertThat(lists.panels()).containsExactly(Map.entry("heart", 1L));
        assertThat(lists.replacePanel("heart", "", "rest")).isZero();
        assertThat(lists.panels()).isEmpty();
    }

    private List<String> heard(String subscriber, int expected) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Message message : rig.take("alerts." + subscriber, expected, expected + 1)) {
            String body = message.getBody(String.class);
            texts.add(body.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"));
        }
        return texts;
    }

    private static Alert alert(int number, Reach reach) {
        return AlertRig.alert("critical-result", Severity.WARNING, "p1", number).reaching(reach);
    }

    private static Alert about(int number, String focus) {
        Alert plain = AlertRig.alert("critical-result", Severity.WARNING, "p1", number);
        return new Alert(
                plain.id(),
                plain.rule(),
                plain.severity(),
                plain.event(),
                plain.feed(),
                plain.facility(),
                plain.cause(),
                plain.patient(),
                null,
                focus,
                plain.audience(),
                plain.text(),
                plain.at());
    }

    private static Alert alert(String focus, String encounter, String patient) {
        Alert plain = AlertRig.alert("critical-result", Severity.CRITICAL, "p1", 1);
        return new Alert(
                plain.id(),
                plain.rule(),
                plain.severity(),
                plain.event(),
                plain.feed(),
                plain.facility(),
                plain.cause(),
                patient,
                encounter,
                focus,
                Arrays.asList("ordering-provider", "attending", "primary-care", "care-team", "case-management"),
                plain.text(),
                plain.at());
    }

    private static Practitioner practitioner(String npi) {
        Practitioner practitioner = new Practitioner();
        practitioner.addIdentifier().setValue(npi);
        return practitioner;
    }

    private static void put(InMemoryFhirStore record, String id, Resource resource) {
        resource.setId(resource.fhirType() + "/" + id);
        record.commit(new StoreTransaction(new MessageId(1), List.of(new ResourceChange(null, resource))));
    }
}
