package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each golden message becomes. {@code -Dgolden.update} writes the results anew; then git shows what a change of the
 * tables does.
 */
class GoldenTest {

    @ParameterizedTest
    @MethodSource("cases")
    void becomesWhatTheGoldenFileSays(String name) throws IOException {
        MappingResult result = Golden.map(name);
        String issues = result.issues().stream().map(MappingIssue::toString).collect(Collectors.joining("\n"));
        JsonNode bundle = Golden.JSON.readTree(FhirJson.writeBundle(result));
        String now = Golden.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bundle) + "\n";

        Path expectedBundle = Golden.FOLDER.resolve(name + ".fhir.json");
        Path expectedIssues = Golden.FOLDER.resolve(name + ".issues.txt");
        if (System.getProperty("golden.update") != null) {
            Files.writeString(expectedBundle, now);
            Files.writeString(expectedIssues, issues + "\n");
        }

        assertThat(now).isEqualTo(Files.readString(expectedBundle));
        assertThat(issues + "\n").isEqualTo(Files.readString(expectedIssues));
    }

    static List<String> cases() {
        return Golden.cases();
    }
}
