package dev.tributary.flow.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} is made from {@link Meters}. */
class MetricsDocTest {

    private static final Path FILE = Path.of("docs/metrics.md");
    private static final String UPDATE = "mvn -q test -Dtest=MetricsDocTest -Ddocs.update";

    @Test
    void theDocumentSaysWhatTheCodeSays() throws IOException {
        String made = document();
        if (System.getProperty("docs.update") != null) {
            Files.writeString(FILE, made);
        }

        assertThat(Files.readString(FILE))
                .as("%s is not what Meters says; write it anew with: %s", FILE, UPDATE)
                .isEqualTo(made);
    }

    private static String document() {
        StringBuilder text = new StringBuilder("""
                # Meters

                Every meter of the engine's own at `/actuator/prometheus`, made from `dev.tributary.base.Meters` by
                `%s`. Beside them stand those of Camel (`camel_*`), the JVM (`jvm_*`,
                `process_*`), the connection pool (`hikaricp_*`) and the web server (`http_server_requests_*`).

                What became of messages (processed, filtered, queued, held, failed, oldest) is read from the journal,
                at most a second old, and so survives a restart; what was received and acknowledged is counted at the
                wire since the start.

                | meter | kind | series in Prometheus | labels | meaning |
                |---|---|---|---|---|
                """.formatted(UPDATE));
        for (Meters meter : Meters.values()) {
            text.append("| `%s` | %s | `%s` | %s | %s |%n"
                    .formatted(
                            meter.meterName(),
                            MetricNames.kind(meter),
                            String.join("` `", MetricNames.series(meter)),
                            meter.tags().length == 0 ? "" : "`" + String.join("` `", meter.tags()) + "`",
                            meter.help()));
        }
        return text.toString().replace("\r\n", "\n");
    }
}
