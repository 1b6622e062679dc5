package dev.tributary.flow.mappings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.alert.AlertSettings;
import dev.tributary.alert.LiveAlertRules;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.FeedName;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.FhirJson;
import dev.tributary.mapping.MappingPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A small set that changes under a running engine. */
class LiveMappingsTest {

    private static final Hl7Message MESSAGE = Hl7Reader.read(
            "MSH|^~\\&|A|B|||20260302||ADT^A01^ADT_A01|1|P|2.5.1\rPID|1||77^^^B||Sorrel^Bram|||M\r"
                    .getBytes(StandardCharsets.UTF_8),
            StandardCharsets.UTF_8);
    private static final FeedProfile PROFILE = FeedProfile.of(FeedName.DEFAULT, ZoneOffset.UTC);
    private static final String RULE = """
            rule: arrival
            title: A patient arrived
            event: arrival
            resource: Encounter
            when: "%%current.status = '%s'"
            key: ["%%current.id"]
            severity: information
            audience: [care-team]
            text: "Arrival"
            """;

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, String> settings = new HashMap<>(Map.of("tributary.feeds.default.port", "0"));

    @BeforeEach
    void writesASmallSet() throws IOException {
        write(
                "mappings/messages/any.yaml",
                "message: ANY\nstructure: MSH PID\nrows:\n  - {at: PID, to: \"Patient[1]\", use: \"PID[Patient]\"}\n");
        write("mappings/segments/pid-patient.yaml", table("name.family"));
        write("mappings/alerts/arrival.yaml", RULE.formatted("arrived"));
    }

    @Test
    void aGoodChangeIsInForceAndAPlanThatWasTakenBeforeStaysWhatItWas() throws IOException {
        LiveMappings live = live();
        String before = live.state().version();
        MappingPlan taken = live.library().plan(MESSAGE.header(), PROFILE);
        write("mappings/segments/pid-patient.yaml", table("name.text"));

        MappingState state = live.reload();

        assertThat(state.isRefused()).isFalse();
        assertThat(state.version()).isNotEqualTo(before);
        assertThat(json(live.library().plan(MESSAGE.header(), PROFILE))).contains("\"text\":\"Sorrel\"");
        assertThat(json(taken)).contains("\"family\":\"Sorrel\"");
        assertThat(taken.apply(MESSAGE, PROFILE).mappingVersion()).isEqualTo(before);
    }

    @Test
    void whatIsOnTheDiskMeanwhileDoesNotReachASetThatIsInForce() throws IOException {
        LiveMappings live = live();
        write("mappings/segments/pid-patient.yaml", "segment: broken");

        assertThat(json(live.library().plan(MESSAGE.header(), PROFILE))).contains("\"family\":\"Sorrel\"");
    }

    @Test
    void aBadSetIsRefusedWholeWithEveryMistake() throws IOException {
        LiveMappings live = live();
        String before = live.state().version();
        write("mappings/segments/pid-patient.yaml", table("name.famly"));
        write("mappings/alerts/arrival.yaml", "rule: arrival\nresorce: Encounter\n");
        write("mappings/record/elements.yaml", "resources: [no]\n");
        write("mappings/codes/sex.csv", "cde,text\n");

        MappingState state = live.reload();

        assertThat(state.isRefused()).isTrue();
        assertThat(state.version()).isEqualTo(before);
        assertThat(state.problems().toString())
                .contains("mappings/segments/pid-patient.yaml:3")
                .contains("mappings/alerts/arrival.yaml:2")
                .contains("mappings/record/elements.yaml")
                .contains("mappings/codes/sex.csv:1");
        assertThat(json(live.library().plan(MESSAGE.header(), PROFILE))).contains("\"family\":\"Sorrel\"");
        assertThat(meters.get("tributary.mappings.refused").gauge().value()).isEqualTo(1);

        write("mappings/segments/pid-patient.yaml", table("name.text"));
        write("mappings/alerts/arrival.yaml", RULE.formatted("in-progress"));
        Files.delete(folder.resolve("mappings/record/elements.yaml"));
        Files.delete(folder.resolve("mappings/codes/sex.csv"));
        assertThat(live.reload().isRefused()).isFalse();
        assertThat(meters.get("tributary.mappings.refused").gauge().value()).isZero();
        assertThat(meters.get("tributary.mappings.reloads")
                        .tag("outcome", "refused")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aRuleThatASubscriberNamesMayNotGo() throws IOException {
        settings.put("tributary.subscribers.pager.rules", "arrival");
        LiveMappings live = live();
        Files.delete(folder.resolve("mappings/alerts/arrival.yaml"));
        write("mappings/alerts/other.yaml", RULE.formatted("arrived").replace("rule: arrival", "rule: other"));

        MappingState state = live.reload();

        assertThat(state.problems().toString()).contains("pager").contains("'arrival'");
    }

    @Test
    void aFeedWhoseOverlayIsMissingIsToldAtTheStart() {
        settings.put("tributary.feeds.default.overlay", "stelsewhere");

        assertThatThrownBy(this::live)
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("tributary.feeds.default.overlay: there is no overlay 'stelsewhere'");
    }

    @Test
    void codesAddedAtRunTimeLieOverTheFeedsOwnTables() throws IOException {
        write(
                "mappings/segments/pid-patient.yaml",
                "segment: PID[Patient]\nrows:\n  - {from: PID-8, to: gender, code: Sex}\n");
        write("mappings/codes/sex.csv", HEADER + "M,,,male,,\n");
        write("mappings/codes/default/sex.csv", HEADER + "M,,,other,,\n");
        LiveMappings live = live();
        FeedProfile own = new FeedProfile(
                FeedName.DEFAULT, ZoneOffset.UTC, List.of(), List.of("default"), FeedProfile.NAMESPACE, "");
        assertThat(json(live, own)).contains("\"gender\":\"other\"");
        write("config/codes/default/sex.csv", HEADER + "M,,,unknown,,\n");

        assertThat(live.reload().isRefused()).isFalse();

        assertThat(json(live, own)).contains("\"gender\":\"unknown\"");
    }

    @Test
    void theWatchReadsAChangeOnceTheFilesAreQuiet() throws IOException {
        LiveMappings live = live();
        MappingWatch watch = new MappingWatch(live, Duration.ZERO);
        String before = live.state().version();
        watch.look();
        write("mappings/segments/pid-patient.yaml", table("name.text"));

        watch.look();
        assertThat(live.state().version()).as("seen, and not yet quiet").isEqualTo(before);
        write("mappings/codes/colours.csv", HEADER);
        watch.look();
        assertThat(live.state().version()).as("still being written").isEqualTo(before);
        watch.look();
        assertThat(live.state().version()).as("quiet").isNotEqualTo(before);

        Instant loaded = live.state().loadedAt();
        watch.look();
        watch.look();
        assertThat(live.state().loadedAt()).isEqualTo(loaded);
    }

    private static final String HEADER = "code,text,system,target_code,target_display,target_system\n";

    private LiveMappings live() throws IOException {
        Binder binder = new Binder(new MapConfigurationPropertySource(settings));
        FeedProperties feed =
                binder.bind("tributary.feeds.default", FeedProperties.class).get();
        LiveAlertRules alerts = new LiveAlertRules(
                RuleFile.in(folder.resolve("mappings")), binder.bindOrCreate("tributary", AlertSettings.class));
        return new LiveMappings(
                folder.resolve("mappings"),
                folder.resolve("config"),
                new FeedRegistry(Map.of(FeedName.DEFAULT, feed)),
                alerts,
                Clock.systemUTC(),
                meters);
    }

    private static String table(String element) {
        return "segment: PID[Patient]\nrows:\n  - {from: PID-5.1, to: " + element + "}\n";
    }

    private static String json(MappingPlan plan) {
        return FhirJson.writeBundle(plan.apply(MESSAGE, PROFILE));
    }

    private static String json(LiveMappings live, FeedProfile profile) {
        return FhirJson.writeBundle(
                live.library().plan(MESSAGE.header(), profile).apply(MESSAGE, profile));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
