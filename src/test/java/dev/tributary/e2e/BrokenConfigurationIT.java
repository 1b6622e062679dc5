package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kit.EngineProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user broke is told at once, with its place; the engine does not start. */
class BrokenConfigurationIT {

    @TempDir
    Path folder;

    @Test
    void theEngineDoesNotStartAndNamesEveryProblem() {
        try (EngineProcess engine = new EngineProcess(folder)) {
            engine.file("config/application.yaml", """
                    tributary:
                      feeds:
                        lab:
                          port: 2599
                          zone: Mars/Olympus
                          ownershop: contributor
                    """);
            assertThat(engine.startAndExpectExit()).isEqualTo(1);
            assertThat(engine.output())
                    .contains("Mars/Olympus")
                    .contains("ownershop")
                    .contains("ownership")
                    .contains("application.yaml:")
                    .doesNotContain("\tat ");
        }
    }
}
