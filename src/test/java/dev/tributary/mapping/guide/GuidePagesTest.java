package dev.tributary.mapping.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.TableKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages in docs/ say what the tables say: {@code java -jar target/tributary.jar coverage --docs docs} mends them. */
class GuidePagesTest {

    private static final MappingFiles FILES = MappingFiles.in(Path.of("mappings"));
    private static final List<GuideMatch> MATCHES = GuideCoverage.of(GuideRows.read(FILES), FILES);

    @Test
    void theCoveragePageIsWhatTheTablesGive() throws IOException {
        assertThat(GuidePages.coverage(MATCHES)).isEqualTo(Files.readString(Path.of("docs/coverage.md")));
    }

    @Test
    void thePageOfDeviationsIsWhatTheTablesGive() throws IOException {
        assertThat(GuidePages.deviations(MATCHES, FILES)).isEqualTo(Files.readString(Path.of("docs/deviations.md")));
    }

    @Test
    void atLeast97PercentOfTheGuidesAssigningRowsAreExecutedOrOverruled() {
        List<GuideMatch> assigning = MATCHES.stream()
                .filter(match -> match.row().kind() != TableKind.MESSAGE)
                .toList();

        assertThat(assigning).hasSize(1744);
        assertThat(GuideTotals.of(assigning).accountedPermille()).isGreaterThanOrEqualTo(970);
    }
}
