package dev.tributary.flow.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.broker.BrokerSettings;
import dev.tributary.base.FeedName;
import dev.tributary.flow.database.DatabaseSettings;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file is one, its parts fit each other and the files here, and the engine understands what it is told. */
class ComposeTest {

    private static final Set<String> TOP = Set.of("name", "services", "volumes", "secrets");

    /** Those of the Compose specification that the file uses. */
    private static final Set<String> SERVICE = Set.of(
            "build",
            "cap_drop",
            "command",
            "depends_on",
            "environment",
            "healthcheck",
            "image",
            "mem_limit",
            "ports",
            "read_only",
            "restart",
            "secrets",
            "security_opt",
            "shm_size",
            "tmpfs",
            "volumes");

    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:\\d+:\\d+");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]*}");
    private static final Pattern HOST = Pattern.compile("//([a-z]+):\\d+");

    private final JsonNode compose = compose();

    @Test
    void everyKeyIsOneOfCompose() {
        assertThat(names(compose)).isEqualTo(TOP);
        services()
                .forEach((name, service) ->
                        assertThat(SERVICE).as(name).containsAll(names(service)).isNotEmpty());
    }

    @Test
    void everythingNamedIsThere() {
        services().forEach((name, service) -> {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":")[0];
                if (source.startsWith("./")) {
                    // the user's own settings may be absent
                    assertThat(Path.of(source).normalize().toString().equals("config") || Files.exists(Path.of(source)))
                            .as("%s: %s", name, source)
                            .isTrue();
                } else {
                    assertThat(names(compose.get("volumes"))).as(name).contains(source);
                }
            }
            service.path("secrets")
                    .forEach(secret -> assertThat(names(compose.get("secrets"))).contains(secret.asText()));
            JsonNode others = service.path("depends_on");
            others.properties().forEach(other -> {
                assertThat(services()).containsKey(other.getKey());
                if (other.getValue().path("condition").asText().equals("service_healthy")) {
                    assertThat(service(other.getKey()).has("healthcheck")).isTrue();
                }
            });
        });
    }

    @Test
    void nothingIsPublishedBeyondThisMachine() {
        services().forEach((name, service) -> service.path("ports")
                .forEach(port -> assertThat(port.asText()).as(name).matches(PORT)));
    }

    @Test
    void everyVariableIsInTheExampleOfTheEnvironment() throws IOException {
        Set<String> asked = new TreeSet<>();
        Matcher variables = VARIABLE.matcher(Files.readString(Path.of("docker-compose.yml")));
        while (variables.find()) {
            asked.add(variables.group(1));
        }
        asked.add(compose.at("/secrets/scrape-password/environment").asText());
        Set<String> given = Files.readAllLines(Path.of(".env.example")).stream()
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toSet());

        assertThat(given).isEqualTo(asked);
    }

    @Test
    void theEngineUnderstandsItsEnvironment() {
        StandardEnvironment environment = environment();

        FeedProperties feed = FeedSettings.read(environment).get(FeedName.DEFAULT);
        Binder binder = Binder.get(environment);
        DatabaseSettings database =
                binder.bind("tributary.database", DatabaseSettings.class).get();
        BrokerSettings broker =
                binder.bind("tributary.broker", BrokerSettings.class).get();

        assertThat(feed.bind()).isEqualTo("0.0.0.0");
        assertThat(database.isEmbedded()).isFalse();
        assertThat(database.username()).isEqualTo(value("postgres", "POSTGRES_USER"));
        assertThat(database.password()).isEqualTo(value("postgres", "POSTGRES_PASSWORD"));
        assertThat(database.url()).endsWith("/" + value("postgres", "POSTGRES_DB"));
        assertThat(broker.embedded()).isFalse();
        assertThat(broker.user()).isEqualTo(value("artemis", "ARTEMIS_USER"));
        assertThat(broker.password()).isEqualTo(value("artemis", "ARTEMIS_PASSWORD"));
        assertThat(binder.bind("tributary.users.prometheus.role", String.class).get())
                .isEqualTo("viewer");
        for (String address : List.of(database.url(), broker.url())) {
            Matcher host = HOST.matcher(address);
            assertThat(host.find()).as(address).isTrue();
            assertThat(services()).containsKey(host.group(1));
        }
    }

    @Test
    void theImageIsBuiltOfFilesThatAreSentToTheBuilder() throws IOException {
        List<String> sent = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("Dockerfile"))) {
            if (line.startsWith("COPY ") && !line.contains("--from=")) {
                String[] words = line.split(" ");
                for (String word : List.of(words).subList(1, words.length - 1)) {
                    if (!word.startsWith("--")) {
                        copied.add(word);
                    }
                }
            }
        }
        assertThat(copied).isNotEmpty().allSatisfy(file -> assertThat(Path.of(file))
                .exists());
        assertThat(sent).containsAll(copied);
    }

    private StandardEnvironment environment() {
        Map<String, Object> variables = new HashMap<>();
        JsonNode given = service("tributary").get("environment");
        given.fieldNames().forEachRemaining(name -> variables.put(name, value("tributary", name)));
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        return environment;
    }

    // as Compose fills it in: a variable stands here for its own name
    private String value(String service, String variable) {
        return VARIABLE.matcher(
                        service(service).get("environment").get(variable).asText())
                .replaceAll("$1");
    }

    private JsonNode service(String name) {
        return compose.get("services").get(name);
    }

    private Map<String, JsonNode> services() {
        Map<String, JsonNode> all = new HashMap<>();
        compose.get("services").properties().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode compose() {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try {
            Object read = new Yaml(new SafeConstructor(strict)).load(Files.readString(Path.of("docker-compose.yml")));
            return new ObjectMapper().valueToTree(read);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
