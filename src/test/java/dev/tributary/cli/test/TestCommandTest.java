package dev.tributary.cli.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.TestTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb on a small set of its own. */
class TestCommandTest {

    private static final String MESSAGE = """
            message: |
              MSH|^~\\&|A|B|||20260302||ADT^A01^ADT_A01|1|P|2.5.1
              PID|1||77^^^B||Sorrel^Bram|||M
              PV1|1|I
            """;

    @TempDir
    Path mappings;

    private final TestTerminal cli = new TestTerminal();

    @BeforeEach
    void writesASmallSet() throws IOException {
        write("messages/any.yaml", """
                message: ANY
                structure: MSH PID PV1
                rows:
                  - {at: PID, to: "Patient[1]", use: "PID[Patient]"}
                """);
        write("segments/pid-patient.yaml", """
                segment: PID[Patient]
                rows:
                  - {from: PID-3.1, to: identifier.value}
                  - {from: PID-5.1, to: name.family}
                  - {from: PID-9.1, to: name.text}
                """);
    }

    @Test
    void whatHoldsIsGood() throws IOException {
        write("tests/pid.yaml", MESSAGE + """
                tests:
                  - test: a number and a name
                    expect:
                      Patient.identifier.value: 77
                      Patient.name.given: []
                      "Patient.name.where(family = 'Patient').exists()": false
                  - test: as sentences
                    expect:
                      - Patient.name.family = 'Sorrel'
                      - Patient.exists() and Encounter.empty()
                """);

        assertThat(run()).as(cli.out() + cli.err()).isZero();

        assertThat(cli.out()).contains("2 tests, 0 failed");
    }

    @Test
    void aFailureNamesItsLineAndBothValues() throws IOException {
        write("tests/pid.yaml", MESSAGE + """
                tests:
                  - test: another name
                    set: {PID-5: Mallow}
                    expect:
                      Patient.name.family: Sorrel
                  - test: a misspelt element
                    expect:
                      Patient.name.famly: []
                  - test: nothing is said about
                    issues: []
                """);

        assertThat(run()).isEqualTo(1);

        assertThat(cli.out())
                .contains("mappings/tests/pid.yaml:9: Patient.name.family")
                .contains("expected: Sorrel")
                .contains("actual:   Mallow")
                .contains("'famly' is no element of HumanName (did you mean family")
                .contains("SEGMENT_UNKNOWN at PV1-1.1.1")
                .contains("3 tests, 3 failed");
    }

    @Test
    void everyMistakeOfTheFileIsTold() throws IOException {
        write("tests/pid.yaml", MESSAGE + """
                tests:
                  - test: expects nothing
                  - test: misspelt
                    expct: {Patient.exists(): true}
                    feed: {preprocess: [tirm]}
                    issues: []
                  - test: no such file
                    base: nowhere.hl7
                    issues: []
                """);

        assertThat(run()).isEqualTo(1);

        assertThat(cli.err())
                .contains("mappings/tests/pid.yaml:6: the test expects nothing")
                .contains("mappings/tests/pid.yaml:8: unknown key 'expct' (did you mean expect?)")
                .contains("mappings/tests/pid.yaml:9: there is no preprocessing step 'tirm' (did you mean trim?)")
                .contains("mappings/tests/pid.yaml:12: there is no file 'nowhere.hl7'");
    }

    @Test
    void listsTheRowsThatNoTestRuns() throws IOException {
        write("tests/pid.yaml", MESSAGE + """
                tests:
                  - test: a number
                    expect: {Patient.identifier.value: "77"}
                """);

        assertThat(run("--untouched")).isZero();

        assertThat(cli.out())
                .contains("mappings/segments/pid-patient.yaml:5: no test runs the row PID[Patient]/PID-9.1/name.text")
                .doesNotContain("PID-5.1")
                .doesNotContain("ANY/PID")
                .contains("1 tests, 0 failed, 1 rows untouched");
    }

    @Test
    void speaksToProgramsToo() throws IOException {
        write("tests/pid.yaml", MESSAGE + """
                tests:
                  - test: holds
                    expect: {Patient.identifier.value: "77"}
                  - test: fails <here> & now
                    expect: {Patient.identifier.value: "78"}
                """);

        assertThat(run("--format", "json")).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(cli.out());
        assertThat(report.get("failed").asInt()).isEqualTo(1);
        assertThat(report.at("/results/1/failures/0/actual").asText()).isEqualTo("77");

        TestTerminal second = new TestTerminal();
        assertThat(second.run("test", "--mappings", mappings.toString(), "--format", "junit"))
                .isEqualTo(1);
        assertThat(second.out()).contains("tests=\"2\" failures=\"1\"").contains("name=\"fails &lt;here> &amp; now\"");
    }

    @Test
    void wordsChooseAndAWordThatFitsNothingIsTold() throws IOException {
        write("tests/pid.yaml", MESSAGE + """
                tests:
                  - test: numbers
                    expect: {Patient.identifier.value: "77"}
                  - test: names
                    expect: {Patient.name.family: Other}
                """);

        assertThat(run("numbers")).isZero();
        assertThat(run("nonsuch")).isEqualTo(1);
        assertThat(cli.err()).contains("nonsuch");
        assertThat(run("--formt")).isEqualTo(2);
    }

    private int run(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "test";
        all[1] = "--mappings";
        all[2] = mappings.toString();
        System.arraycopy(args, 0, all, 3, args.length);
        return cli.run(all);
    }

    private void write(String file, String text) throws IOException {
        Path path = mappings.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
