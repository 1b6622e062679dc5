package dev.tributary.cli.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tributary.alert.AlertRules;
import dev.tributary.base.Problems;
import dev.tributary.flow.bench.MappingTest;
import dev.tributary.flow.bench.TestBench;
import dev.tributary.flow.bench.TestFiles;
import dev.tributary.hl7.preprocess.Catalog;
import dev.tributary.hl7.preprocess.Preprocessing;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.TableName;
import dev.tributary.record.RecordRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation do what the documentation says. */
class DocumentExamplesTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Path LANGUAGE = Path.of("docs/mapping-language.md");

    /** One fenced piece of a page. */
    private record Block(String language, String text) {}

    @TempDir
    Path mappings;

    @BeforeEach
    void takesWhatWeShip() throws IOException {
        Path shipped = Path.of("mappings");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> !each.startsWith(shipped.resolve("overlays")))
                    .toList()) {
                Path target = mappings.resolve(shipped.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void everyTableIsOneThatCompiles() throws IOException {
        int tables = 0;
        for (Block block : blocks(LANGUAGE)) {
            Matcher name = Pattern.compile("(?m)^(segment|datatype|message): ([^#\\n]+?)\\s*(#.*)?$")
                    .matcher(block.text());
            if (block.language().equals("yaml") && place(block).isEmpty() && name.find()) {
                tables++;
                write(name.group(1) + "s/" + TableName.fileStem(name.group(2)) + ".yaml", block.text());
            }
        }

        assertThat(tables).isGreaterThanOrEqualTo(3);
        assertThatCode(() -> MappingLibrary.load(mappings)).doesNotThrowAnyException();
    }

    @Test
    void theOverlayTheCodeTableAndTheKeysAreReadWithWhatWeShip() throws IOException {
        int found = 0;
        for (Block block : blocks(LANGUAGE)) {
            String place = place(block);
            if (!place.isEmpty()) {
                write(place, block.text());
                found++;
            } else if (block.text().startsWith("code,text,system")) {
                // the overlay's example names it
                write("codes/our-sex.csv", block.text());
                found++;
            } else if (block.text().startsWith("Patient: [identifier]")) {
                write("keys.yaml", block.text());
                found++;
            }
        }

        assertThat(found).isEqualTo(5);
        assertThatCode(() -> MappingLibrary.load(mappings)).doesNotThrowAnyException();
    }

    @Test
    void everyConditionIsOne() throws IOException {
        String block = blocks(LANGUAGE).stream()
                .map(Block::text)
                .filter(text -> text.startsWith("PID-25 NOT VALUED"))
                .findFirst()
                .orElseThrow();
        List<String> ofSegments = new ArrayList<>();
        List<String> ofValues = new ArrayList<>();
        for (String cell : block.split("\\s{2,}|\\n")) {
            String condition = cell.strip();
            if (!condition.isEmpty() && !condition.startsWith("(the") && !condition.contains("...")) {
                Matcher type = Pattern.compile("\\b(XTN|CX)\\.").matcher(condition);
                (type.find() ? ofValues : ofSegments).add(condition);
            }
        }

        assertThat(ofSegments).hasSizeGreaterThan(12);
        assertThat(ofValues).hasSizeGreaterThan(1);
        write("segments/pid-patient.yaml", table("segment: PID[Patient]", "PID-8, to: gender", ofSegments));
        ofValues.stream()
                .filter(condition -> condition.startsWith("XTN"))
                .findFirst()
                .ifPresent(condition -> write(
                        "datatypes/xtn-contact-point.yaml",
                        table("datatype: XTN[ContactPoint]", "XTN.1, to: value", List.of(condition))));
        assertThatCode(() -> MappingLibrary.load(mappings)).doesNotThrowAnyException();
    }

    @Test
    void theExampleOfTestsRuns() throws IOException {
        Block example = blocks(LANGUAGE).stream()
                .filter(block -> block.text().contains("test.schema.json"))
                .findFirst()
                .orElseThrow();
        write("tests/example.yaml", example.text());
        Problems problems = new Problems();

        List<MappingTest> tests = TestFiles.read(MappingFiles.in(mappings), problems).stream()
                .filter(test -> test.file().endsWith("example.yaml"))
                .toList();

        assertThat(problems.all()).isEmpty();
        assertThat(tests).isNotEmpty();
        TestBench bench = new TestBench(
                MappingLibrary.open(mappings), () -> RecordRules.in(mappings), () -> AlertRules.load(List.of()));
        tests.forEach(test -> assertThat(bench.run(test).failures()).isEmpty());
    }

    @Test
    void thePageOfFeedsNamesEveryPreprocessingStepAndItsExampleIsOne() throws IOException {
        Path page = Path.of("docs/feeds.md");
        String text = Files.readString(page);
        Block example = blocks(page).stream()
                .filter(block -> block.text().contains("preprocess:"))
                .findFirst()
                .orElseThrow();
        List<String> steps = example.text()
                .lines()
                .filter(line -> line.strip().startsWith("- "))
                .map(line -> line.strip().substring(2))
                .toList();

        assertThat(steps).hasSizeGreaterThan(2);
        assertThatCode(() -> Preprocessing.of(steps)).doesNotThrowAnyException();
        for (String step : Catalog.names()) {
            assertThat(text).contains("| `" + step);
        }
    }

    private static String place(Block block) {
        Matcher file = Pattern.compile("^[^\\n]*# (overlays/\\S+\\.yaml)").matcher(block.text());
        return file.find() ? file.group(1) : "";
    }

    private static String table(String head, String row, List<String> conditions) {
        StringBuilder text = new StringBuilder(head).append("\nrows:\n");
        for (int i = 0; i < conditions.size(); i++) {
            text.append("  - {from: ")
                    .append(row)
                    .append(", const: male, id: c")
                    .append(i)
                    .append(", when: '")
                    .append(conditions.get(i).replace("'", "''"))
                    .append("'}\n");
        }
        return text.toString();
    }

    private static List<Block> blocks(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            blocks.add(new Block(block.group(1), block.group(2)));
        }
        return blocks;
    }

    private void write(String file, String text) {
        try {
            Path path = mappings.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
