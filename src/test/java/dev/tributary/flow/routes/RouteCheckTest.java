package dev.tributary.flow.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteCheckTest {

    @Test
    void theShippedRoutesAndExamplesAreGood() {
        assertThat(RouteFolder.read(Path.of(""))).isNotEmpty();
        assertThat(new RouteCheck(RouteFolder.read(Path.of("")), RouteCheck.ENGINE_BEANS).alone())
                .isEmpty();
        assertThat(RouteFolder.examples()).isNotEmpty();
        assertThat(new RouteCheck(RouteFolder.examples(), RouteCheck.ENGINE_BEANS).alone())
                .isEmpty();
    }

    @Test
    void theCopyInTheJarIsReadWhereThereIsNoFolder(@TempDir Path elsewhere) {
        assertThat(RouteFolder.read(elsewhere))
                .extracting(RouteFile::name)
                .contains("routes/feed-mllp.camel.yaml", "routes/file-drop.camel.yaml");
    }

    @Test
    void aFolderReplacesTheCopyInTheJar(@TempDir Path working) throws IOException {
        Files.createDirectories(working.resolve("routes/examples"));
        Files.writeString(working.resolve("routes/mine.camel.yaml"), "[]");
        Files.writeString(working.resolve("routes/notes.txt"), "no route");
        Files.writeString(working.resolve("routes/examples/other.camel.yaml"), "[]");
        assertThat(RouteFolder.read(working)).containsExactly(new RouteFile("routes/mine.camel.yaml", "[]"));
    }

    @Test
    void everyMistakeIsToldAtOnceWithFileLineAndCure() {
        List<Problem> problems = check("""
                - route:
                    id: one
                    from:
                      uri: fil:inbox
                      steps:
                        - to: bean:intak?method=accept
                        - to:
                            uri: file:out
                            parameters:
                              fileNam: x
                        - to: direct:archve
                        - bean:
                            ref: nobody
                - route:
                    id: one
                    from:
                      uri: direct:archive
                      parameters: {blok: true}
                      steps:
                        - log: hello
                """);
        assertThat(problems)
                .extracting(Problem::toString)
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("routes/a.camel.yaml:4: ").contains("'fil'", "file"),
                        p -> assertThat(p)
                                .startsWith("routes/a.camel.yaml:6: ")
                                .contains("'intak'", "did you mean intake"),
                        p -> assertThat(p)
                                .startsWith("routes/a.camel.yaml:10: ")
                                .contains("'fileNam'", "did you mean fileName"),
                        p -> assertThat(p)
                                .startsWith("routes/a.camel.yaml:11: ")
                                .contains("direct:archve", "did you mean direct:archive"),
                        p -> assertThat(p)
                                .startsWith("routes/a.camel.yaml:13: ")
                                .contains("'nobody'"),
                        p -> assertThat(p)
                                .startsWith("routes/a.camel.yaml:15: ")
                                .contains("routes/a.camel.yaml:2"),
                        p -> assertThat(p)
                                .startsWith("routes/a.camel.yaml:18: ")
                                .contains("'blok'", "block"));
    }

    @Test
    void brokenYamlIsToldWithItsLine() {
        assertThat(check("- route:\n    id: [one\n    from: x\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.file()).isEqualTo("routes/a.camel.yaml");
                    assertThat(problem.line()).isPositive();
                });
    }

    @Test
    void aWordTheRouteLanguageDoesNotKnowIsToldWithItsLine() {
        assertThat(
                        check(
                                "- route:\n    id: one\n    from:\n      uri: direct:a\n      steps:\n        - tu: direct:a\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("routes/a.camel.yaml:6: ")
                        .contains("tu"));
    }

    @Test
    void aTemplateThatTheSettingsNeedAndNobodyHasIsTold() throws IOException {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            TemplatedRoute wanted = new TemplatedRoute("feed-mllp", "feed-lab", "HL7 in", Map.of());
            assertThatThrownBy(() -> RouteFiles.instantiate(camel, List.of(wanted)))
                    .isInstanceOf(ProblemsException.class)
                    .hasMessageContaining("feed-lab")
                    .hasMessageContaining("'feed-mllp'");
        }
    }

    @Test
    void aBeanTheFileItselfMakesMayBeCalled() {
        assertThat(check("""
                        - beans:
                            - name: stamp
                              type: java.util.Date
                        - route:
                            id: one
                            from:
                              uri: direct:a
                              steps:
                                - to: bean:stamp?method=getTime
                        """)).isEmpty();
    }

    private static List<Problem> check(String text) {
        return new RouteCheck(List.of(new RouteFile("routes/a.camel.yaml", text)), RouteCheck.ENGINE_BEANS).alone();
    }
}
