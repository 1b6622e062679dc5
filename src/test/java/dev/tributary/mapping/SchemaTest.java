package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tributary.mapping.document.RowKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an editor says of our files by the schema that each names in its first line. */
class SchemaTest {

    private static final Path MAPPINGS = Path.of("mappings");
    private static final String MARK = "# yaml-language-server: $schema=";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.walk(MAPPINGS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !folder.equals(MAPPINGS) && !folder.endsWith("record"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyShippedFileNamesItsSchemaAndKeepsToIt(Path folder) throws IOException {
        List<String> complaints = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file);
                if (!text.startsWith(MARK)) {
                    complaints.add(file + ": does not begin with " + MARK);
                    continue;
                }
                Path schema = folder.resolve(
                                text.lines().findFirst().orElseThrow().substring(MARK.length()))
                        .normalize();
                schema(schema).validate(YAML.readTree(text)).forEach(each -> complaints.add(file + ": " + each));
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void theSchemaKnowsTheKeysThatTheReaderKnows() throws IOException {
        JsonNode definitions =
                YAML.readTree(MAPPINGS.resolve("mapping.schema.json").toFile()).get("definitions");
        TreeSet<String> inSchema = new TreeSet<>();
        for (String row : List.of("valueRow", "messageRow")) {
            definitions.get(row).get("properties").fieldNames().forEachRemaining(inSchema::add);
        }
        inSchema.add("after");

        assertThat(inSchema)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RowKey.values()).map(RowKey::word).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "segment: PID[Patient]\nrows:\n  - {from: PID-8, too: gender}\n",
                "segment: PID[Patient]\nrows:\n  - {to: gender}\n",
                "segment: PID[Patient]\n",
                "datatype: CX[Identifier]\nrows:\n  - {from: CX.1, to: value, as: upper}\n",
                "message: ADT_A01\nstructure: MSH\nrows:\n  - {from: PID-8}\n",
                "overlay: PID[Patient]\nchange:\n  - {code: X}\n"
            })
    void whatTheReaderRefusesTheEditorMarks(String table) throws IOException {
        assertThat(schema(MAPPINGS.resolve("mapping.schema.json")).validate(YAML.readTree(table)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tests: []\n",
                "tests:\n  - {test: a, expct: {}}\n",
                "tests:\n  - {test: a, set: {PID8: x}}\n",
                "tests:\n  - {test: a, issues: [CODE_UNKNOWN at PID-8]}\n"
            })
    void whatTheTestReaderRefusesTheEditorMarks(String tests) throws IOException {
        java.util.Set<ValidationMessage> complaints =
                schema(MAPPINGS.resolve("test.schema.json")).validate(YAML.readTree(tests));
        assertThat(complaints).isNotEmpty();
    }

    private static JsonSchema schema(Path file) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(Files.readString(file));
    }
}
