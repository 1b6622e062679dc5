package dev.tributary.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.prove.Discrepancy.Kind;
import dev.tributary.cli.simulate.Story;
import dev.tributary.cli.simulate.StoryTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check finds when the record is not as it must be. */
class RecordCheckTest {

    private static final String SYSTEM = "urn:tributary:authority:SIMHOSP";
    private static final StoryTruth TRUTH = new StoryTruth(
            List.of(
                    new StoryTruth.Person("P1", "", "Ahlgrimm", "1970-01-02", "female", "Ahornweg 1"),
                    new StoryTruth.Person("T1", "P1", "", "", "", "")),
            List.of(new StoryTruth.Visit("V1", "P1", "in-progress", "IMP", "ICU/2/1")),
            List.of(new StoryTruth.Result("F1", "2823-3", "P1", "7.10", "final", "HH")),
            List.of(new StoryTruth.Appointment("A1", "P1", "booked", "20260302080000")),
            Map.of());

    private final Map<String, String> record = new HashMap<>();

    @TempDir
    Path folder = Path.of("");

    RecordCheckTest() {
        record.put(
                "Patient",
                patient("a", "P1", "true", "Ahlgrimm", "") + ","
                        + patient(
                                "b",
                                "T1",
                                "false",
                                "Unbekannt",
                                ",\"link\":[{\"type\":\"replaced-by\",\"other\":{\"reference\":\"Patient/a\"}}]"));
        record.put(
                "Location",
                location("h", "SIMHOSP", "") + "," + location("w", "ICU", "h") + "," + location("r", "2", "w") + ","
                        + location("bed", "1", "r"));
        record.put("Encounter", encounter("in-progress", "Patient/a", "bed"));
        record.put(
                "DiagnosticReport",
                resource("DiagnosticReport", "d", "F1", ",\"result\":[{\"reference\":\"Observation/o\"}]"));
        record.put("Observation", observation("7.1", "HH"));
        record.put("Appointment", appointment("2026-03-02T09:00:00+01:00"));
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() throws IOException {
        assertThat(check()).isEmpty();
    }

    @Test
    void aVisitThatIsNotThereIsLost() throws IOException {
        record.put("Encounter", "");
        assertThat(check()).extracting(Discrepancy::kind).containsOnly(Kind.LOST);
    }

    @Test
    void aSecondVisitOfThatNumberIsDoubled() throws IOException {
        record.merge(
                "Encounter",
                encounter("finished", "Patient/a", "bed").replace("\"e\"", "\"e2\""),
                (a, b) -> a + "," + b);
        assertThat(check()).extracting(Discrepancy::kind).containsOnly(Kind.DOUBLED);
    }

    @Test
    void aSecondActivePatientIsDoubled() throws IOException {
        record.merge("Patient", patient("c", "P1", "true", "Ahlgrimm", ""), (a, b) -> a + "," + b);
        assertThat(check()).extracting(Discrepancy::kind).contains(Kind.DOUBLED);
    }

    @Test
    void aVisitInAnotherStateOrPlaceOrOfAnotherPatientIsWrong() throws IOException {
        record.put("Encounter", encounter("finished", "Patient/b", "r"));
        assertThat(check())
                .extracting(Discrepancy::subject)
                .containsExactly("visit V1 patient", "visit V1 status", "visit V1 location");
    }

    @Test
    void aValueOrItsFlagThatDiffersIsWrong() throws IOException {
        record.put("Observation", observation("1.7", "L"));
        assertThat(check())
                .extracting(Discrepancy::subject)
                .containsExactly("result F1|2823-3 value", "result F1|2823-3 flag");
    }

    @Test
    void aMergeThatLeftNoLinkIsWrong() throws IOException {
        record.put(
                "Patient",
                patient("a", "P1", "true", "Ahlgrimm", "") + "," + patient("b", "T1", "false", "Unbekannt", ""));
        assertThat(check()).extracting(Discrepancy::subject).containsExactly("patient T1 replaced by");
    }

    @Test
    void anAppointmentAtAnotherTimeIsWrong() throws IOException {
        record.put("Appointment", appointment("2026-03-02T08:00:00+01:00"));
        assertThat(check()).extracting(Discrepancy::subject).containsExactly("appointment A1 start");
    }

    private List<Discrepancy> check() throws IOException {
        try (FakeEngine fake = new FakeEngine(folder, path -> {
            String type = path.substring("/fhir/".length(), path.indexOf('?'));
            String resources = record.getOrDefault(type, "");
            if (path.contains("_summary=count")) {
                long many = resources.split("\"resourceType\"", -1).length - 1L;
                return "{\"total\":" + many + "}";
            }
            return "{\"entry\":["
                    + resources
                            .replace("{\"resourceType\"", "{\"resource\":{\"resourceType\"")
                            .replace("}#", "}}")
                    + "]}";
        })) {
            return new RecordCheck(fake.engine(), List.of(new Story(1, List.of(), TRUTH))).run();
        }
    }

    // "}#" ends a resource: the answer wraps each in an entry
    private static String resource(String type, String id, String number, String more) {
        return "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\",\"identifier\":[{\"system\":\"" + SYSTEM
                + "\",\"value\":\"" + number + "\"}]" + more + "}#";
    }

    private static String patient(String id, String mrn, String active, String family, String more) {
        return resource(
                "Patient",
                id,
                mrn,
                ",\"active\":" + active + ",\"name\":[{\"family\":\"" + family
                        + "\"}],\"birthDate\":\"1970-01-02\",\"gender\":\"female\",\"address\":[{\"line\":[\"Ahornweg 1\"]}]"
                        + more);
    }

    private static String location(String id, String name, String partOf) {
        return resource(
                "Location",
                id,
                name,
                ",\"name\":\"" + name + "\""
                        + (partOf.isEmpty() ? "" : ",\"partOf\":{\"reference\":\"Location/" + partOf + "\"}"));
    }

    private static String encounter(String status, String subject, String place) {
        return resource(
                "Encounter",
                "e",
                "V1",
                ",\"status\":\"" + status
                        + "\",\"class\":{\"code\":\"IMP\"},\"subject\":{\"reference\":\"" + subject
                        + "\"},\"location\":[{\"status\":\"active\",\"location\":{\"reference\":\"Location/" + place
                        + "\"}}]");
    }

    private static String observation(String value, String flag) {
        return resource(
                "Observation",
                "o",
                "",
                ",\"status\":\"final\",\"code\":{\"coding\":[{\"code\":\"2823-3\"}]},"
                        + "\"subject\":{\"reference\":\"Patient/a\"},\"valueQuantity\":{\"value\":" + value
                        + "},\"interpretation\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0078\","
                        + "\"code\":\"" + flag + "\"}]}]");
    }

    private static String appointment(String start) {
        return resource(
                "Appointment",
                "ap",
                "A1",
                ",\"status\":\"booked\",\"start\":\"" + start
                        + "\",\"participant\":[{\"actor\":{\"reference\":\"Patient/a\"}}]");
    }
}
