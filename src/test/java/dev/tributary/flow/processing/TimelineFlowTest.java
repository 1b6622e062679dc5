package dev.tributary.flow.processing;

import static dev.tributary.flow.processing.WholeFlow.message;
import static dev.tributary.flow.processing.WholeFlow.pid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.journal.MessageState;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From bytes to the stored visit and result, told as tables of cases. */
class TimelineFlowTest {

    private static WholeFlow flow;
    private static int count;

    @BeforeAll
    static void open() {
        flow = new WholeFlow();
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    /** Triggers one hour apart from eight on, each with class and ward: the status, the history and the wards after. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "A05:P:W1, planned, '', W1",
        "A05:P:W1 A04:E:ED, arrived, planned, ED",
        "A05:P:W1 A04:E:ED A01:I:W1, in-progress, planned arrived, ED W1",
        "A01:I:W1 A02:I:W2, in-progress, '', W1 W2",
        "A04:E:ED A06:I:W1, in-progress, arrived, ED W1",
        "A01:I:W1 A07:O:OP, in-progress, '', W1 OP",
        "A01:I:W1 A08:I:W3, in-progress, '', W3",
        "A01:I:W1 A21:I:W1, onleave, in-progress, W1",
        "A01:I:W1 A21:I:W1 A22:I:W1, in-progress, in-progress onleave, W1",
        "A01:I:W1 A03:I:W1, finished, in-progress, W1",
        "A01:I:W1 A03:I:W1 A13:I:W1, in-progress, '', W1",
        "A01:I:W1 A11:I:W1, cancelled, '', ''",
        "A01:I:W1 A02:I:W2 A12:I:W1, in-progress, '', W1",
        "A04:E:ED A10:E:ED, arrived, '', ED",
        "A01:I:W1 A09:I:W1, in-progress, '', W1",
        "A01:I:W1 A16:I:W1, in-progress, '', W1",
        "A01:I:W1 A16:I:W1 A25:I:W1, in-progress, '', W1",
        "A05:P:W1 A38:P:W1, cancelled, planned, ''"
    })
    void visits(String triggers, String status, String history, String wards) {
        String number = "TF" + ++count;
        int hour = 8;
        for (String one : triggers.split(" ")) {
            String[] parts = one.split(":");
            String time = "%02d00".formatted(hour++);
            assertThat(flow.tell(message("ADT^" + parts[0], time, pid(number), visit(number, parts[1], parts[2])))
                            .state())
                    .isEqualTo(MessageState.PROCESSED);
        }
        Encounter visit = flow.visit("V" + number);
        assertThat(visit.getStatus().toCode()).isEqualTo(status);
        assertThat(visit.getStatusHistory().stream()
                        .map(past -> past.getStatus().toCode())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(history);
        assertThat(visit.getStatusHistory())
                .allSatisfy(past -> assertThat(past.getPeriod().hasEnd()).isTrue());
        List<String> places = visit.getLocation().stream()
                .map(place -> place.getLocation().getReference())
                .toList();
        assertThat(places.stream().map(TimelineFlowTest::ward).collect(Collectors.joining(" ")))
                .isEqualTo(wards);
        assertThat(visit.getPeriod().hasEnd()).isEqualTo(status.equals("finished"));
    }

    /** OBX-11 of one result, a minute apart in OBR-22 and MSH-7: the status it ends with, and the value that stands. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "I:, registered, ''",
        "P:4.1, preliminary, 4.1",
        "R:4.1, preliminary, 4.1",
        "S:4.1, preliminary, 4.1",
        "F:4.1, final, 4.1",
        "P:4.0 F:4.1, final, 4.1",
        "F:4.1 P:4.0, final, 4.1",
        "F:4.1 I:, final, 4.1",
        "F:4.1 C:4.2, corrected, 4.2",
        "C:4.2 F:4.1, corrected, 4.1",
        "F:4.1 X:, cancelled, 4.1",
        "N:, cancelled, ''",
        "F:4.1 D:, entered-in-error, 4.1",
        "F:4.1 W:, entered-in-error, 4.1"
    })
    void results(String told, String status, String value) {
        String number = "TR" + ++count;
        int minute = 10;
        for (String one : told.split(" ")) {
            String[] parts = one.split(":", -1);
            String time = "09%02d".formatted(minute++);
            assertThat(flow.tellFromLab(message(
                                    "ORU^R01^ORU_R01",
                                    time,
                                    pid(number),
                                    "OBR|1|P" + number + "^EHR|F" + number
                                            + "^LIS|2823-3^Potassium^LN|||202603010800|||||||||||||||20260301" + time
                                            + "||LAB|" + parts[0],
                                    "OBX|1|NM|2823-3^Potassium^LN||" + parts[1] + "|mmol/L^^UCUM|3.5-5.1|N|||"
                                            + parts[0]))
                            .state())
                    .isEqualTo(MessageState.PROCESSED);
        }
        List<Resource> all = flow.of(flow.reference(number));
        assertThat(all.stream().filter(DiagnosticReport.class::isInstance)).hasSize(1);
        List<Observation> results = all.stream()
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .toList();
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.getStatus().toCode()).isEqualTo(status);
            assertThat(
                            result.hasValueQuantity()
                                            && result.getValueQuantity().hasValue()
                                    ? result.getValueQuantity().getValue().toPlainString()
                                    : "")
                    .isEqualTo(value);
        });
    }

    private static String visit(String number, String patientClass, String ward) {
        return "PV1|1|" + patientClass + "|" + ward + "^^^NORTH||||3101^Okonkwo^Ada||||||||||||V" + number
                + "^^^NORTH^VN";
    }

    private static String ward(String reference) {
        return ((Location) flow.store()
                        .read("Location", reference.substring("Location/".length()))
                        .orElseThrow())
                .getName();
    }
}
