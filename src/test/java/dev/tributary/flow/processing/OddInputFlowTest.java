package dev.tributary.flow.processing;

import static dev.tributary.flow.processing.WholeFlow.message;
import static dev.tributary.flow.processing.WholeFlow.mrg;
import static dev.tributary.flow.processing.WholeFlow.pid;
import static dev.tributary.flow.processing.WholeFlow.pv1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.MessageId;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table "Odd input" of docs/record.md, line by line, from bytes: each has its answer, and nobody else is touched. */
class OddInputFlowTest {

    private static WholeFlow flow;

    @BeforeAll
    static void open() {
        flow = new WholeFlow();
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    @Test
    void twoNumbersOfDifferentPeopleHoldTheMessageAndItsLaneUntilAPersonDecides() {
        String a = unique("A");
        String b = unique("B");
        String other = unique("C");
        done(message("ADT^A01", "0800", pid(a), pv1("V" + a, "W1^1^A^NORTH")));
        done(message("ADT^A01", "0801", pid(b), pv1("V" + b, "W1^2^A^NORTH")));
        Map<String, String> before = versions(a, b);

        MessageSummary odd = flow.tell(message("ADT^A08", "0900", pid(a, b)));

        assertThat(odd.state()).isEqualTo(MessageState.HELD);
        assertThat(odd.reason()).isEqualTo("IDENTITY_CONFLICT");
        assertThat(odd.where()).isEqualTo("PID-3");
        assertThat(odd.detail())
                .contains("belong to different patients", "merge them (A40)", "release")
                .doesNotContain(a);
        assertThat(versions(a, b)).isEqualTo(before);
        MessageId behind = flow.record(WholeFlow.EHR, message("ADT^A02", "0910", pid(a), pv1("V" + a, "W2^1^A^NORTH")));
        assertThat(done(message("ADT^A01", "0920", pid(other), pv1("V" + other, "W1^3^A^NORTH")))
                        .state())
                .as("other patients go on")
                .isEqualTo(MessageState.PROCESSED);
        MessageSummary waiting = flow.end(behind);
        assertThat(waiting.state()).isEqualTo(MessageState.QUEUED);
        assertThat(waiting.waitsFor()).isEqualTo(odd.id());

        assertThat(flow.lanes().skip(odd.id(), "otto", "wrong patient")).isTrue();

        assertThat(ended(behind)).isEqualTo(MessageState.PROCESSED);
        assertThat(flow.visit("V" + a).getLocation()).hasSize(2);
        assertThat(ended(odd.id())).isEqualTo(MessageState.FILTERED);
        JournaledMessage kept = flow.journal().search().read(odd.id()).orElseThrow();
        assertThat(kept.timeline()).extracting(event -> event.who()).contains("otto");
    }

    @Test
    void aHeldMessageIsReleasedOnceTheTwoAreMerged() {
        String a = unique("A");
        String b = unique("B");
        done(message("ADT^A04", "0800", pid(a)));
        done(message("ADT^A04", "0801", pid(b)));
        MessageSummary odd = flow.tell(message("ADT^A01", "0900", pid(a, b), pv1("V" + a, "W1^1^A^NORTH")));
        assertThat(odd.state()).isEqualTo(MessageState.HELD);
        // the merge waits behind the message it would help: so a person passes that over, merges, and replays it
        MessageId merge = flow.record(WholeFlow.EHR, message("ADT^A40^ADT_A39", "0910", pid(a), mrg(b)));
        assertThat(flow.end(merge).waitsFor()).isEqualTo(odd.id());
        assertThat(flow.lanes().skip(odd.id(), "otto", "merge first")).isTrue();
        assertThat(ended(merge)).isEqualTo(MessageState.PROCESSED);

        assertThat(flow.lanes().replay(odd.id(), "otto")).isTrue();

        assertThat(ended(odd.id())).isEqualTo(MessageState.PROCESSED);
        assertThat(flow.visit("V" + a).getSubject().getReference()).isEqualTo(flow.reference(a));
    }

    @Test
    void aNumberWithoutAuthorityIsTheFeedsOwn() {
        String n = unique("N");
        MessageSummary ehr = done(message("ADT^A04", "0800", "PID|1||" + n + "||Quillon^Zoe"));
        MessageSummary lab = flow.tellFromLab(message("ADT^A04", "0801", "PID|1||" + n + "||Kestrel^Ivo"));
        MessageSummary named = done(message("ADT^A04", "0802", "PID|1||" + n + "^^^NORTH^MR||Larkspur^Una"));

        assertThat(List.of(ehr.state(), lab.state(), named.state())).containsOnly(MessageState.PROCESSED);
        assertThat(flow.all(Patient.class).stream()
                        .filter(patient ->
                                n.equals(patient.getIdentifierFirstRep().getValue()))
                        .map(patient -> patient.getNameFirstRep().getFamily()))
                .containsExactlyInAnyOrder("Quillon", "Kestrel", "Larkspur");
    }

    @Test
    void aMergeOntoItselfHasNoEffectAndSaysSo() {
        String n = unique("N");
        done(message("ADT^A01", "0800", pid(n), pv1("V" + n, "W1^1^A^NORTH")));
        Map<String, String> before = versions(n);

        MessageSummary merge = done(message("ADT^A40^ADT_A39", "0900", pid(n), mrg(n)));

        assertThat(merge.detail()).contains("nothing merged");
        assertThat(versions(n)).isEqualTo(before);
        assertThat(flow.patient(n).hasLink()).isFalse();
    }

    @Test
    void aMergeOfUnknownPatientsMakesBoth() {
        String s = unique("S");
        String p = unique("P");
        done(message("ADT^A40^ADT_A39", "0900", pid(s), mrg(p)));

        assertThat(flow.patient(p).getActive()).isFalse();
        assertThat(flow.patient(s).getLinkFirstRep().getOther().getReference()).isEqualTo(flow.reference(p));
    }

    @Test
    void aDischargeWithoutAnAdmissionIsAFinishedVisit() {
        String n = unique("N");
        done(message("ADT^A03", "0900", pid(n), pv1("V" + n, "W1^1^A^NORTH")));

        Encounter visit = flow.visit("V" + n);
        assertThat(visit.getStatus()).isEqualTo(EncounterStatus.FINISHED);
        assertThat(visit.getPeriod().getEndElement().getValueAsString()).startsWith("2026-03-01T09:00:00");
        assertThat(visit.getPeriod().hasStart()).as("nobody told when it began").isFalse();
    }

    @Test
    void aCancelOfNothingIsProcessedAndSaysSo() {
        String n = unique("N");
        for (String trigger : List.of("A12", "A13", "A11", "A38")) {
            String visit = "V" + trigger + n;
            MessageSummary cancel = done(message("ADT^" + trigger, "0900", pid(n), pv1(visit, "W1^1^A^NORTH")));
            assertThat(cancel.detail()).as(trigger).contains("nothing to cancel");
            assertThat(flow.visit(visit).getStatus())
                    .isEqualTo(
                            trigger.equals("A11") || trigger.equals("A38")
                                    ? EncounterStatus.CANCELLED
                                    : EncounterStatus.INPROGRESS);
        }
    }

    @Test
    void aCorrectionOfAnUnknownResultIsKeptAsCorrected() {
        String n = unique("N");
        MessageSummary correction = flow.tellFromLab(message(
                "ORU^R01^ORU_R01",
                "0900",
                pid(n),
                "OBR|1|P" + n + "^EHR|F" + n
                        + "^LIS|2823-3^Potassium^LN|||202603010800|||||||||||||||202603010900||LAB|C",
                "OBX|1|NM|2823-3^Potassium^LN||4.1|mmol/L^^UCUM|3.5-5.1|N|||C"));

        assertThat(correction.state()).isEqualTo(MessageState.PROCESSED);
        assertThat(results(n)).singleElement().satisfies(result -> {
            assertThat(result.getStatus()).isEqualTo(ObservationStatus.CORRECTED);
            assertThat(result.getValueQuantity().getValue()).isEqualByComparingTo("4.1");
        });
    }

    @Test
    void tenThousandResultsInOneMessageAreTenThousandResults() {
        String n = unique("N");
        String other = unique("O");
        done(message("ADT^A04", "0800", pid(other)));
        Map<String, String> before = versions(other);
        List<String> segments = new ArrayList<>(List.of(
                pid(n),
                "OBR|1|P" + n + "^EHR|F" + n
                        + "^LIS|85353-1^Vital signs^LN|||202603010800|||||||||||||||202603010900||LAB|F"));
        for (int i = 1; i <= 10_000; i++) {
            segments.add("OBX|" + i + "|NM|8867-4^Heart rate^LN|" + i + "|" + (50 + i % 60) + "|/min^^UCUM|||||F");
        }
        MessageSummary big = flow.tellFromLab(message("ORU^R01^ORU_R01", "0900", segments.toArray(String[]::new)));

        assertThat(big.state()).as(big.reason() + " " + big.detail()).isEqualTo(MessageState.PROCESSED);
        DiagnosticReport report = (DiagnosticReport) flow.of(flow.reference(n)).stream()
                .filter(DiagnosticReport.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(report.getResult()).hasSize(10_000);
        assertThat(flow.sql()
                        .sql("select count(*) from hfj_res_ver where source_uri = ? and res_type = 'Observation'")
                        .param(big.id().asUri())
                        .query(Long.class)
                        .single())
                .isEqualTo(10_000);
        assertThat(versions(other)).isEqualTo(before);
    }

    @Test
    void fiftyMegabytesOfBase64AreKeptToTheLastByte() {
        String n = unique("N");
        char[] base64 = new char[50 * 1024 * 1024];
        Arrays.fill(base64, 'Q');
        byte[] message = message(
                "ORU^R01^ORU_R01",
                "0900",
                pid(n),
                "OBR|1|P" + n + "^EHR|F" + n
                        + "^LIS|11502-2^Laboratory report^LN|||202603010800|||||||||||||||202603010900||LAB|F",
                "OBX|1|ED|11502-2^Laboratory report^LN||^AP^PDF^Base64^" + new String(base64) + "||||||F",
                "OBX|2|ED|11502-2^Laboratory report^LN|2|^AP^PDF^Base64^QUJD||||||F");
        MessageSummary big = flow.tellFromLab(message);

        assertThat(big.state()).as(big.reason() + " " + big.detail()).isEqualTo(MessageState.PROCESSED);
        assertThat(flow.journal().search().read(big.id()).orElseThrow().bytes()).isEqualTo(message);
        List<Attachment> attachments = flow.of(flow.reference(n)).stream()
                .flatMap(resource -> attachments(resource).stream())
                .filter(Attachment::hasData)
                .toList();
        assertThat(attachments)
                .extracting(attachment -> attachment.getContentType() + " " + attachment.getData().length)
                .containsExactly("application/pdf " + 50 * 1024 * 1024 / 4 * 3, "application/pdf 3");
    }

    private static List<Attachment> attachments(Resource resource) {
        List<Attachment> found = new ArrayList<>();
        if (resource instanceof DiagnosticReport report) {
            found.addAll(report.getPresentedForm());
        }
        if (resource instanceof Observation observation) {
            observation.getExtension().stream()
                    .filter(extension -> extension.getValue() instanceof Attachment)
                    .forEach(extension -> found.add((Attachment) extension.getValue()));
        }
        if (resource instanceof org.hl7.fhir.r4.model.DocumentReference document) {
            document.getContent().forEach(content -> found.add(content.getAttachment()));
        }
        if (resource instanceof org.hl7.fhir.r4.model.Media media) {
            found.add(media.getContent());
        }
        return found;
    }

    private static List<Observation> results(String number) {
        return flow.of(flow.reference(number)).stream()
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .toList();
    }

    private static MessageSummary done(byte[] message) {
        MessageSummary end = flow.tell(message);
        assertThat(end.state()).as(end.reason() + " " + end.detail()).isEqualTo(MessageState.PROCESSED);
        return end;
    }

    // also of one that has waited behind a held one
    private static MessageState ended(MessageId id) {
        Awaitility.await()
                .atMost(java.time.Duration.ofMinutes(1))
                .until(() -> flow.journal(id).state() != MessageState.QUEUED
                        && flow.journal(id).state() != MessageState.HELD);
        return flow.journal(id).state();
    }

    private static Map<String, String> versions(String... numbers) {
        Map<String, String> versions = new TreeMap<>();
        for (String number : numbers) {
            versions.put(number, flow.patient(number).getMeta().getVersionId());
            flow.store()
                    .referringTo(flow.reference(number))
                    .forEach(resource -> versions.put(
                            resource.fhirType() + resource.getIdPart(),
                            resource.getMeta().getVersionId()));
        }
        return versions;
    }

    private static int count;

    private static String unique(String prefix) {
        return "OI" + prefix + ++count;
    }
}
