package dev.tributary.flow.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What the dashboard and the alert rules ask of Prometheus is there to be asked. */
class DashboardsTest {

    private static final Path DASHBOARD = Path.of("docker/grafana/dashboards/tributary.json");
    private static final Path ALERTS = Path.of("docker/prometheus/alerts.yml");

    /** Series of Spring Boot, Hikari and Prometheus itself, as seen at a running engine. */
    static final Set<String> OTHERS = Set.of(
            "up",
            "disk_free_bytes",
            "hikaricp_connections_active",
            "hikaricp_connections_pending",
            "jvm_memory_used_bytes",
            "jvm_memory_max_bytes",
            "process_cpu_usage",
            "system_cpu_usage");

    /** Followed by a selector, a range or the end of an argument, and not by a bracket: that would be a function. */
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*_[a-z0-9_]+|\\bup\\b");

    private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "label_values");
    private static final Set<String> LABELS = Stream.concat(
                    Stream.of("le", "job", "area"),
                    Arrays.stream(Meters.values()).flatMap(meter -> Arrays.stream(meter.tags())))
            .collect(Collectors.toSet());

    @ParameterizedTest
    @MethodSource("expressions")
    void everySeriesIsOneThatWeOrSpringBootMake(String expression) {
        Set<String> asked = new TreeSet<>();
        Matcher words = WORD.matcher(expression);
        while (words.find()) {
            asked.add(words.group());
        }
        asked.removeAll(FUNCTIONS);
        asked.removeAll(OTHERS);

        assertThat(MetricNames.all()).containsAll(asked);
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void everyGroupingIsByLabelsThatExist(String expression) {
        Matcher groups = Pattern.compile("(?:by|on) \\(([^)]*)\\)").matcher(expression);
        while (groups.find()) {
            assertThat(LABELS).containsAll(List.of(groups.group(1).split("\\s*,\\s*")));
        }
    }

    @Test
    void everyAlertSaysWhatToDoAndHowUrgentItIs() throws IOException {
        for (Map<String, Object> rule : rules()) {
            assertThat(rule).containsKeys("alert", "expr", "labels", "annotations");
            assertThat(String.valueOf(rule.get("labels"))).containsAnyOf("severity=page", "severity=work");
            assertThat(String.valueOf(rule.get("annotations"))).contains("summary=", "action=");
        }
    }

    static List<String> expressions() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
        List<String> expressions = new java.util.ArrayList<>(dashboard.findValuesAsText("expr"));
        expressions.add(dashboard.at("/templating/list/0/query/query").asText());
        rules().forEach(rule -> expressions.add(String.valueOf(rule.get("expr"))));
        assertThat(expressions).hasSizeGreaterThan(30).allSatisfy(expression -> assertThat(expression)
                .isNotBlank());
        return expressions;
    }

    private static List<Map<String, Object>> rules() throws IOException {
        AlertFile file = new ObjectMapper()
                .convertValue(new Yaml().<Map<String, Object>>load(Files.readString(ALERTS)), AlertFile.class);
        return file.groups().stream().flatMap(group -> group.rules().stream()).toList();
    }

    private record AlertFile(List<AlertGroup> groups) {}

    private record AlertGroup(String name, List<Map<String, Object>> rules) {}
}
