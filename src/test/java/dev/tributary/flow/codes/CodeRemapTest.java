package dev.tributary.flow.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.alert.AlertSettings;
import dev.tributary.alert.LiveAlertRules;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.mappings.AddedCodes;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.mappings.NewCode;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.ReceivedMessages;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.kit.Messages;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Provenance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** What is stored gets a translation, by the shipped mapping set and over two messages about one visit. */
class CodeRemapTest {

    private static final FeedName FEED = new FeedName("adt");
    private static final NewCode CODE = new NewCode(
            "adt", "HospitalService", "ZZR", "", "", "S1001-1", "", "urn:tributary:sample-codes", "", "", "");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FeedProperties feed = new Binder(new MapConfigurationPropertySource(Map.of("feed.port", 2575)))
            .bind("feed", FeedProperties.class)
            .get();
    private final FeedRegistry feeds = new FeedRegistry(Map.of(FEED, feed));
    private final InMemoryFhirStore store = new InMemoryFhirStore();

    @SuppressWarnings("NullAway.Init")
    private LiveMappings mappings;

    @BeforeEach
    void readsTheSet() {
        mappings = new LiveMappings(
                Path.of("mappings"),
                folder.resolve("config"),
                feeds,
                new LiveAlertRules(List.of(), new Binder().bindOrCreate("tributary", AlertSettings.class)),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    private static WireMessage wire(String controlId) {
        return new WireMessage(
                Messages.adtA01()
                        .withControlId(controlId)
                        .with("PV1-10", "ZZR^Rainbow ward")
                        .bytes(),
                FEED,
                "10.0.0.7",
                Instant.parse("2026-03-02T08:15:00Z"));
    }

    private void store(MessageId id, WireMessage wire) {
        Hl7Message message = Hl7Reader.read(wire.bytes(), StandardCharsets.UTF_8);
        FeedProfile profile = FeedProfiles.of(FEED, feed);
        store.commit(new StoreTransaction(
                id,
                mappings.library().plan(message.header(), profile).apply(message, profile).drafts().stream()
                        .filter(Draft::record)
                        .map(draft -> new ResourceChange(null, draft.resource()))
                        .toList()));
    }

    private CodeRemap remap(ReceivedMessages received) {
        return new CodeRemap(
                received, feeds, mappings, store, TransactionOperations.withoutTransaction(), Clock.systemUTC());
    }

    private static RemapReport ended(CodeRemap remap) {
        await().dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(60))
                .until(() -> remap.report().orElseThrow().endedAt() != null);
        return remap.report().orElseThrow();
    }

    @Test
    void theMessageThatWroteLastStaysTheSource() {
        MessageId first = new MessageId(1);
        MessageId last = new MessageId(2);
        store(first, wire("R1"));
        store(last, wire("R2"));
        assertThat(new AddedCodes(folder.resolve("config"), mappings, Clock.systemUTC())
                        .add(CODE, "ada")
                        .isRefused())
                .isFalse();
        ReceivedMessages two = new ReceivedMessages() {
            @Override
            public long count(@Nullable FeedName of, Instant from, Instant to) {
                return 2;
            }

            @Override
            public void walk(
                    @Nullable FeedName of, Instant from, Instant to, BiPredicate<MessageId, WireMessage> visitor) {
                assertThat(visitor.test(first, wire("R1"))).isTrue();
                assertThat(visitor.test(last, wire("R2"))).isTrue();
            }
        };

        try (CodeRemap remap = remap(two)) {
            assertThat(remap.begin(CODE, "ada")).isTrue();
            RemapReport report = ended(remap);

            assertThat(report.failed()).isFalse();
            assertThat(report.left()).isZero();
            assertThat(report.changed()).isEqualTo(1);
        }
        assertThat(store.all().values())
                .filteredOn(Encounter.class::isInstance)
                .singleElement()
                .satisfies(each -> {
                    assertThat(((Encounter) each).getServiceType().getCoding())
                            .extracting(Coding::getCode)
                            .containsExactly("S1001-1", "ZZR");
                    assertThat(each.getMeta().getSource()).isEqualTo(last.asUri());
                });
        assertThat(store.all().values())
                .filteredOn(Provenance.class::isInstance)
                .singleElement()
                .satisfies(each -> assertThat(each.getMeta().getSource()).isEqualTo(last.asUri()));
    }

    @Test
    void anErrorEndsItSoThatTheNextCanBegin() {
        ReceivedMessages broken = new ReceivedMessages() {
            @Override
            public long count(@Nullable FeedName of, Instant from, Instant to) {
                throw new StackOverflowError();
            }

            @Override
            public void walk(
                    @Nullable FeedName of, Instant from, Instant to, BiPredicate<MessageId, WireMessage> visitor) {}
        };
        try (CodeRemap remap = remap(broken)) {
            assertThat(remap.begin(CODE, "ada")).isTrue();
            assertThat(ended(remap).failed()).isTrue();

            assertThat(remap.begin(CODE, "ada")).isTrue();
        }
    }
}
