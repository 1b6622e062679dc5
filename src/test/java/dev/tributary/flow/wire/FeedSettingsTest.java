package dev.tributary.flow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.FeedName;
import dev.tributary.base.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

class FeedSettingsTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void withoutAnyConfigurationThereIsExactlyTheFeedDefaultOnPort2575() {
        FeedRegistry feeds = FeedSettings.read(bare());
        assertThat(feeds.all().keySet()).containsExactly(FeedName.DEFAULT);
        FeedProperties feed = feeds.get(FeedName.DEFAULT);
        assertThat(feed.port()).isEqualTo(2575);
        assertThat(feed.bind()).isEqualTo("127.0.0.1");
        assertThat(feed.charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(feed.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(feed.ack()).isEqualTo(AckMode.AUTO);
        assertThat(feed.limits().frameSize()).isEqualTo(DataSize.ofMegabytes(16));
        assertThat(feed.limits().idle()).isEqualTo(Duration.ofHours(1));
        assertThat(feed.tls()).isNull();
        assertThat(feed.inbox()).isNull();
    }

    @Test
    void everySettingIsRead() throws IOException {
        FeedRegistry feeds = FeedSettings.read(yaml("""
                tributary:
                  feeds:
                    lab-north:
                      port: 2576
                      bind: 0.0.0.0
                      allowed-addresses: [10.20.0.0/16, 'fd00::/8']
                      message-types: [ORU^R01, ADT]
                      ack: enhanced
                      charset: ISO-8859-1
                      zone: Europe/Berlin
                      assigning-authority: HOSP^1.2.840.99^ISO
                      ownership: contributor
                      overlay: north
                      code-tables: [north-units, north-tests]
                      on-failure: hold-lane
                      inbox: /var/spool/north
                      limits: {frame-size: 1MB, connections: 5, idle: 10m, frame-time: 5s, in-flight: 8}
                """));
        assertThat(feeds.all().keySet()).extracting(FeedName::value).containsExactly("default", "lab-north");
        FeedProperties feed = feeds.get(new FeedName("lab-north"));
        assertThat(feed.port()).isEqualTo(2576);
        assertThat(feed.messageTypes()).containsExactly("ORU^R01", "ADT");
        assertThat(feed.ack()).isEqualTo(AckMode.ENHANCED);
        assertThat(feed.charset()).isEqualTo(StandardCharsets.ISO_8859_1);
        assertThat(feed.ownership()).isEqualTo(Ownership.CONTRIBUTOR);
        assertThat(feed.onFailure()).isEqualTo(dev.tributary.journal.OnFailure.HOLD_LANE);
        assertThat(feed.codeTables()).containsExactly("north-units", "north-tests");
        assertThat(feed.inbox()).isEqualTo(Path.of("/var/spool/north"));
        assertThat(feed.limits())
                .isEqualTo(
                        new FeedLimits(DataSize.ofMegabytes(1), 5, Duration.ofMinutes(10), Duration.ofSeconds(5), 8));
    }

    @Test
    void theFeedDefaultCanBeChangedAndTakenAway() throws IOException {
        assertThat(FeedSettings.read(yaml("tributary.feeds.default.zone: Europe/Berlin"))
                        .get(FeedName.DEFAULT)
                        .port())
                .isEqualTo(2575);
        assertThat(FeedSettings.read(yaml("tributary.feeds.default.enabled: false"))
                        .all())
                .isEmpty();
    }

    @Test
    void allMistakesAreToldAtOnceWithFileLineAndCure() throws IOException {
        assertThatThrownBy(() -> FeedSettings.read(yaml("""
                                tributary:
                                  feeds:
                                    lab:
                                      prot: 2576
                                      zone: Europe/Berln
                                      ack: enhancd
                                      limits:
                                        idle: soon
                                        frame-sise: 1MB
                                """)))
                .isInstanceOfSatisfying(ProblemsException.class, e -> assertThat(
                                e.problems().stream().map(Object::toString))
                        .hasSize(5)
                        .anyMatch(line -> line.contains("application.yaml:4: unknown setting tributary.feeds.lab.prot")
                                && line.contains("did you mean port"))
                        .anyMatch(line -> line.contains("application.yaml:5: tributary.feeds.lab.zone: 'Europe/Berln'"))
                        .anyMatch(line -> line.contains("application.yaml:6: tributary.feeds.lab.ack")
                                && line.contains("did you mean enhanced"))
                        .anyMatch(line -> line.contains("application.yaml:8: tributary.feeds.lab.limits.idle: 'soon'")
                                && line.contains("30s"))
                        .anyMatch(line -> line.contains("application.yaml:9:") && line.contains("frame-size")));
    }

    @Test
    void valuesThatMakeNoSenseAreToldAtOnce() throws IOException {
        assertThatThrownBy(() -> FeedSettings.read(yaml("""
                                tributary:
                                  feeds:
                                    Lab_1:
                                      port: 70000
                                    rad:
                                      port: 2575
                                      allowed-addresses: [10.0.0.0/40, lab.hospital]
                                      message-types: [LABRESULT]
                                      tls: {certificate: nowhere.pem, key: nowhere.key}
                                      limits: {connections: 0, frame-size: 1B}
                                """)))
                .isInstanceOfSatisfying(ProblemsException.class, e -> assertThat(
                                e.problems().stream().map(Object::toString))
                        .anyMatch(line -> line.contains("no name for a feed"))
                        .anyMatch(line -> line.contains("application.yaml:4:") && line.contains("65535"))
                        .anyMatch(line ->
                                line.contains("application.yaml:6:") && line.contains("feed 'default' has port"))
                        .anyMatch(line -> line.contains("application.yaml:7:") && line.contains("10.0.0.0/40"))
                        .anyMatch(line -> line.contains("application.yaml:7:") && line.contains("lab.hospital"))
                        .anyMatch(line -> line.contains("application.yaml:8:") && line.contains("LABRESULT"))
                        .anyMatch(line -> line.contains("nowhere.pem"))
                        .anyMatch(line -> line.contains("application.yaml:10:") && line.contains("connections"))
                        .anyMatch(line -> line.contains("application.yaml:10:") && line.contains("frame-size")));
    }

    @Test
    void environmentVariablesSetFeedsAndTheirMistakesNameTheVariable() {
        StandardEnvironment environment = bare();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment",
                        Map.of(
                                "TRIBUTARY_FEEDS_DEFAULT_PORT", "2580",
                                "TRIBUTARY_FEEDS_DEFAULT_LIMITS_FRAMESIZE", "1MB",
                                "TRIBUTARY_ADMIN_PASSWORD", "x")));
        FeedProperties feed = FeedSettings.read(environment).get(FeedName.DEFAULT);
        assertThat(feed.port()).isEqualTo(2580);
        assertThat(feed.limits().frameSize()).isEqualTo(DataSize.ofMegabytes(1));

        Map<String, Object> wrong = new HashMap<>(Map.of("TRIBUTARY_FEEDS_DEFAULT_PORT", "none"));
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("wrong-systemEnvironment", wrong));
        assertThatThrownBy(() -> FeedSettings.read(environment))
                .hasMessageContaining("environment variable TRIBUTARY_FEEDS_DEFAULT_PORT")
                .hasMessageContaining("'none' is not a whole number");
    }

    @Test
    void variablesOfTheVerbsAndOfTestsAreNoUnknownSettings() {
        StandardEnvironment environment = bare();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment", Map.of("TRIBUTARY_PASSWORD", "x", "TRIBUTARY_UNDER_TEST", "yes")));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("systemProperties", Map.of("tributary.test.kill-at", "STORED:3")));
        assertThat(FeedSettings.read(environment).all()).isNotEmpty();
    }

    @Test
    void theShippedSettingsAreGood() throws IOException {
        StandardEnvironment environment = bare();
        new YamlPropertySourceLoader()
                .load("shipped", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addFirst);
        assertThat(FeedSettings.read(environment).all()).isNotEmpty();
    }

    @Test
    void settingsOfOtherRoomsAreCheckedToo() throws IOException {
        assertThatThrownBy(() -> FeedSettings.read(yaml("tributary.database.pool-sise: 10\ntributary.stoer: x\n")))
                .hasMessageContaining("did you mean pool-size")
                .hasMessageContaining("did you mean store");
    }

    @Test
    void passwordsAreNotShown() {
        FeedProperties feed = Feeds.properties(Map.of("tls.key-store-password", "secret-word"));
        assertThat(feed.toString()).doesNotContain("secret-word");
    }

    private StandardEnvironment yaml(String text) throws IOException {
        Path file = folder.resolve("application.yaml");
        Files.writeString(file, text);
        StandardEnvironment environment = bare();
        new YamlPropertySourceLoader()
                .load("settings", new FileSystemResource(file))
                .forEach(environment.getPropertySources()::addFirst);
        return environment;
    }

    private static StandardEnvironment bare() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addFirst(new MapPropertySource("none", Map.of()));
        return environment;
    }
}
