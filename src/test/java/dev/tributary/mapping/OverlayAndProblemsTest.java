package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.base.FeedName;
import dev.tributary.base.ProblemsException;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small mapping set of its own: what an overlay changes, and how mistakes are told. */
class OverlayAndProblemsTest {

    private static final String MESSAGE =
            "MSH|^~\\&|A|B|||20260302||ADT^A01^ADT_A01|1|P|2.5.1\r" + "PID|1||77^^^B||Sorrel^Bram|||M||K\rZPI|1|blue\r";

    @TempDir
    Path mappings;

    @BeforeEach
    void writesASmallSet() throws IOException {
        write(
                "messages/any.yaml",
                "message: ANY\nstructure: MSH PID\nrows:\n  - {at: PID, to: \"Patient[1]\", use: \"PID[Patient]\"}\n");
        write(
                "segments/pid-patient.yaml",
                "segment: PID[Patient]\nrows:\n  - {from: PID-3.1, to: identifier.value}\n"
                        + "  - {from: PID-5.1, to: name.family}\n  - {from: PID-5.2, to: name.given}\n");
    }

    @Test
    void anOverlayChangesDropsAndAddsSingleRows() throws IOException {
        write(
                "overlays/site/segments/pid-patient.yaml",
                "overlay: PID[Patient]\nchange:\n  - {id: PID-5.1/name.family, to: name.text}\n"
                        + "drop:\n  - {id: PID-5.2/name.given}\nadd:\n  - {from: PID-8, to: name.suffix}\n");
        write(
                "overlays/site/messages/any.yaml",
                "overlay: ANY\nstructure: {after: PID, insert: \"[{ZPI}]\"}\n"
                        + "add:\n  - {at: ZPI, to: \"Patient[1]\", use: \"ZPI[Patient]\"}\n");
        write(
                "overlays/site/segments/zpi-patient.yaml",
                "segment: ZPI[Patient]\nfields: {ZPI-2: ST}\nrows:\n  - {from: ZPI-2, to: \"name[2].text\"}\n");

        assertThat(map(List.of("site")))
                .contains("{\"text\":\"Sorrel\",\"suffix\":[\"M\"]}", "{\"text\":\"blue\"}")
                .doesNotContain("Bram");
        assertThat(map(List.of())).contains("\"given\":[\"Bram\"]").doesNotContain("blue");
    }

    @Test
    void aLineThatACodeTableGetsLaterLeavesAResourceWhatItIs() throws IOException {
        write("messages/any.yaml", """
                message: ANY
                structure: MSH PID
                rows:
                  - {at: PID, to: "Observation[1]", use: "PID[Observation]"}
                """);
        write("segments/pid-observation.yaml", """
                segment: PID[Observation]
                rows:
                  - {from: PID-10, to: code, use: "CWE[CodeableConcept]", code: Local}
                """);
        write("datatypes/cwe-codeable-concept.yaml", """
                datatype: CWE[CodeableConcept]
                rows:
                  - {from: CWE.1, to: coding.code}
                """);
        write("keys.yaml", "Observation: [code(sent)]\n");
        String header = "code,text,system,target_code,target_display,target_system\n";
        write("codes/local.csv", header);
        String before = map(List.of());
        write("codes/local.csv", header + "K,Potassium,L,2823-3,,http://loinc.org\n");
        String after = map(List.of());

        assertThat(before).contains("\"code\":\"K\"").doesNotContain("2823-3");
        assertThat(after).contains("\"code\":\"K\"").contains("2823-3");
        assertThat(after).contains(id(before));
    }

    @Test
    void onlyCodesCanBeTakenAsSent() throws IOException {
        write("keys.yaml", "Patient: [birthDate(sent)]\n");

        ProblemsException problems = catchThrowableOfType(ProblemsException.class, () -> MappingLibrary.load(mappings));

        assertThat(problems.getMessage())
                .contains("mappings/keys.yaml:1: Patient.birthDate is no CodeableConcept (leave (sent) away)");
    }

    private static String id(String bundle) {
        Matcher id = Pattern.compile("\"resourceType\":\"Observation\",\"id\":\"[^\"]+\"")
                .matcher(bundle);
        assertThat(id.find()).as(bundle).isTrue();
        return id.group();
    }

    @Test
    void tellsEveryMistakeOfEveryFileAtOnceWithItsLineAndACure() throws IOException {
        write(
                "segments/pid-patient.yaml",
                "segment: PID[Patient]\nrows:\n  - {from: PID-5.1, to: name.famly}\n  - {from: PID-99, to: gender}\n"
                        + "  - {from: PID-8, too: gender}\n  - {from: PID-8, to: gender, when: PID-8 EQALS \"M\"}\n"
                        + "  - {from: PID-8, to: gender, code: Sexx, id: again}\n");

        ProblemsException problems = catchThrowableOfType(ProblemsException.class, () -> MappingLibrary.load(mappings));

        assertThat(problems.getMessage())
                .contains("mappings/segments/pid-patient.yaml:3: HumanName has no element 'famly' (did you mean family")
                .contains("mappings/segments/pid-patient.yaml:4: 'PID-99'")
                .contains("mappings/segments/pid-patient.yaml:5: unknown key 'too' in a row (did you mean to")
                .contains("mappings/segments/pid-patient.yaml:6: the condition goes wrong at column")
                .contains("mappings/segments/pid-patient.yaml:7: there is no code table 'Sexx'");
    }

    private String map(List<String> overlays) {
        FeedProfile profile =
                new FeedProfile(FeedName.DEFAULT, ZoneOffset.UTC, overlays, List.of(), FeedProfile.NAMESPACE, "");
        Hl7Message message = Hl7Reader.read(MESSAGE.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return FhirJson.writeBundle(
                MappingLibrary.load(mappings).plan(message.header(), profile).apply(message, profile));
    }

    private void write(String file, String text) throws IOException {
        Path path = mappings.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
