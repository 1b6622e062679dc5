package dev.tributary.cli.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.TestTerminal;
import dev.tributary.kit.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final TestTerminal cli = new TestTerminal();

    @Test
    void printsOneBundleALine() throws IOException {
        Path file = folder.resolve("two.hl7");
        Files.writeString(file, Messages.adtA01().text() + Messages.oruR01().text());

        assertThat(cli.run("convert", file.toString())).isZero();

        String[] lines = cli.out().strip().split("\n");
        assertThat(lines).hasSize(2);
        for (String line : lines) {
            JsonNode bundle = JSON.readTree(line);
            assertThat(bundle.get("resourceType").asText()).isEqualTo("Bundle");
            assertThat(bundle.findValuesAsText("resourceType")).contains("Patient");
        }
    }

    @Test
    void writesOneFileForEachMessageNamedAfterItsFile() throws IOException {
        Path file = folder.resolve("adt.hl7");
        Files.writeString(file, Messages.adtA01().text() + Messages.adtA08().text());
        Path bundles = folder.resolve("bundles");

        assertThat(cli.run("convert", "--out", bundles.toString(), file.toString()))
                .isZero();

        assertThat(cli.out()).isEmpty();
        assertThat(bundles.resolve("adt.json")).exists();
        assertThat(bundles.resolve("adt-2.json")).exists();
    }

    @Test
    void theReportSaysWhereEveryValueWent() throws IOException {
        Path file = folder.resolve("adt.hl7");
        Files.writeString(file, Messages.adtA01().text());

        assertThat(cli.run("convert", "--report", file.toString())).isZero();

        JsonNode report = JSON.readTree(cli.out()).get("report");
        assertThat(report.get("lineage")).anySatisfy(entry -> {
            assertThat(entry.get("source").asText()).startsWith("PID-8");
            assertThat(entry.get("element").asText()).isEqualTo("Patient.gender");
            assertThat(entry.get("row").asText()).startsWith("PID[Patient]/PID-8/gender");
        });
        assertThat(report.at("/summary/mapped").asInt()).isGreaterThan(50);
    }

    @Test
    void theReportTellsForEachElementWhereItCameFromWithTheLineOfTheCodeTable() throws IOException {
        Path file = folder.resolve("adt.hl7");
        Files.writeString(file, Messages.adtA01().text());

        assertThat(cli.run("convert", "--report", file.toString())).isZero();

        JsonNode elements = JSON.readTree(cli.out()).at("/report/elements");
        String patient = "";
        for (java.util.Iterator<String> names = elements.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            patient = name.startsWith("Patient/") ? name : patient;
        }
        JsonNode gender = elements.get(patient).get("Patient.gender").get(0);
        assertThat(gender.get("source").asText()).startsWith("PID-8");
        assertThat(gender.get("row").asText()).isEqualTo("PID[Patient]/PID-8/gender");
        assertThat(gender.get("codeLine").asText()).matches("AdministrativeSex:\\d+");
    }

    @Test
    void theReportAsTextIsForEyes() throws IOException {
        Path file = folder.resolve("adt.hl7");
        Files.writeString(file, Messages.adtA01().with("PID-2", "OLD7").text());

        assertThat(cli.run("convert", "--report", "--text", "--preprocess", "move-field PID-2 PID-3", file.toString()))
                .isZero();

        assertThat(cli.out())
                .contains("mended by move-field: PID-3[", ", sent in PID-2")
                .containsPattern("PID-8 +mapped +Patient\\.gender  PID\\[Patient]/PID-8/gender  AdministrativeSex:\\d+")
                .containsPattern("PID-1 +ignored ")
                .containsPattern("gender +<- PID-8 ")
                .doesNotContain("resourceType");
    }

    @Test
    void aStepThatDoesNotExistIsToldWithTheNearest() throws IOException {
        Path file = folder.resolve("adt.hl7");
        Files.writeString(file, Messages.adtA01().text());

        assertThat(cli.run("convert", "--preprocess", "trimm", file.toString())).isEqualTo(1);
        assertThat(cli.err()).contains("did you mean trim");
    }

    @Test
    void aFileThatIsNoMessageIsNamedAndTheOthersAreConverted() throws IOException {
        Path noise = folder.resolve("noise.hl7");
        Files.writeString(noise, "dear colleague, see attached");
        Path good = folder.resolve("good.hl7");
        Files.writeString(good, Messages.adtA03().text());

        assertThat(cli.run("convert", noise.toString(), good.toString())).isEqualTo(1);

        assertThat(cli.err()).contains("noise.hl7").contains("MSH");
        assertThat(JSON.readTree(cli.out()).get("resourceType").asText()).isEqualTo("Bundle");
    }

    @Test
    void withoutAFileItSaysWhatIsMissing() {
        assertThat(cli.run("convert")).isEqualTo(2);
        assertThat(cli.err()).contains("FILE");
    }
}
