package dev.tributary.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages and ground truth of the same story must not contradict each other, and a story is a function of its seed. */
class StoriesTest {

    private static final int MANY = 1_500;
    private static final Quirks ALL = new Quirks(10, 10, 50, 10);
    private static final List<Story> CLEAN = stories(7, Quirks.NONE);
    private static final List<Story> QUIRKY = stories(7, ALL);

    @Test
    void aStoryDependsOnSeedAndNumberOnly() {
        Story alone = new Stories(7, Stories.START, 7, Mix.USUAL, ALL).story(1_234);

        assertThat(bytes(alone)).isEqualTo(bytes(QUIRKY.get(1_233)));
        assertThat(alone.truth()).isEqualTo(QUIRKY.get(1_233).truth());
        assertThat(bytes(new Stories(8, Stories.START, 7, Mix.USUAL, ALL).story(1_234)))
                .isNotEqualTo(bytes(alone));
    }

    @Test
    void everyKindOfMessageComes() {
        assertThat(messages(CLEAN).map(SimulatedMessage::type).distinct())
                .contains(
                        "ADT^A01", "ADT^A02", "ADT^A03", "ADT^A04", "ADT^A05", "ADT^A06", "ADT^A08", "ADT^A11",
                        "ADT^A12", "ADT^A13", "ADT^A38", "ADT^A40", "ORU^R01", "SIU^S12", "SIU^S13", "SIU^S14",
                        "SIU^S15", "SIU^S26");
    }

    @Test
    void noControlIdIsUsedTwice() {
        List<String> ids = messages(CLEAN).map(SimulatedMessage::controlId).toList();

        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }

    @Test
    void withoutQuirksAPatientsMessagesComeInTheirOrder() {
        for (Story story : CLEAN) {
            assertThat(story.deliveries().stream()
                            .flatMap(d -> d.messages().stream().map(SimulatedMessage::time)))
                    .isSorted();
        }
    }

    @Test
    void aRetransmitIsByteForByteWhatWasSentBefore() {
        int repeats = 0;
        for (Story story : QUIRKY) {
            Set<String> before = new HashSet<>();
            for (Delivery delivery : story.deliveries()) {
                String content = new String(delivery.bytes(), StandardCharsets.ISO_8859_1);
                if (delivery.retransmit()) {
                    repeats++;
                    assertThat(before).contains(content);
                } else {
                    assertThat(before.add(content)).isTrue();
                }
            }
        }
        assertThat(repeats).isPositive();
    }

    @Test
    void whatIsOvertakenChangesNothingInTheTruth() {
        // the same patients, with the network's quirks and without
        for (int i = 0; i < MANY; i++) {
            assertThat(new Stories(7, Stories.START, 7, Mix.USUAL, new Quirks(0, 10, 50, 10))
                            .story(i + 1)
                            .truth())
                    .isEqualTo(CLEAN.get(i).truth());
        }
    }

    @Test
    void aBatchHoldsAsManyMessagesAsItsTrailerSays() {
        List<Delivery> batches = QUIRKY.stream()
                .flatMap(story -> story.deliveries().stream())
                .filter(Delivery::batch)
                .toList();

        assertThat(batches).isNotEmpty().allSatisfy(batch -> assertThat(
                        new String(batch.bytes(), StandardCharsets.ISO_8859_1))
                .startsWith("BHS|")
                .contains("\rBTS|" + batch.messages().size() + "\r"));
    }

    @Test
    void theUnknownPatientsVisitsAndResultsAreTheIdentifiedOnes() {
        List<Story> merged = having(CLEAN, "ADT^A40");

        assertThat(merged).isNotEmpty().allSatisfy(story -> {
            assertThat(story.truth().patients()).hasSize(2);
            StoryTruth.Person survivor = story.truth().patients().get(0);
            StoryTruth.Person prior = story.truth().patients().get(1);
            assertThat(prior.survivor()).isEqualTo(survivor.mrn());
            assertThat(story.truth().visits()).isNotEmpty().allMatch(visit -> visit.mrn()
                    .equals(survivor.mrn()));
            assertThat(story.truth().results()).allMatch(result -> result.mrn().equals(survivor.mrn()));
        });
    }

    @Test
    void whoeverHasLeftIsNowhere() {
        assertThat(CLEAN.stream().flatMap(story -> story.truth().visits().stream()))
                .filteredOn(visit ->
                        visit.status().equals("finished") || visit.status().equals("cancelled"))
                .isNotEmpty()
                .allMatch(visit -> visit.location().isEmpty());
    }

    @Test
    void theTruthOfAResultIsItsLastReport() {
        Map<String, String> last = new HashMap<>();
        Map<String, StoryTruth.Result> truth = new HashMap<>();
        for (Story story : CLEAN) {
            story.truth().results().forEach(result -> truth.put(result.filler() + "|" + result.loinc(), result));
            story.deliveries().stream()
                    .flatMap(delivery -> delivery.messages().stream())
                    .filter(message -> message.type().equals("ORU^R01"))
                    .forEach(message -> values(message, last));
        }
        assertThat(truth.keySet()).isEqualTo(last.keySet());
        truth.forEach((key, result) -> assertThat(last.get(key))
                .as(key)
                .isEqualTo(
                        switch (result.status()) {
                            case "final" -> "F " + result.value() + " " + result.flag();
                            case "corrected" -> "C " + result.value() + " " + result.flag();
                            default -> last.getOrDefault(key, "").startsWith("W ") ? last.get(key) : "withdrawn";
                        }));
        assertThat(truth.values().stream().map(StoryTruth.Result::status).distinct())
                .contains("final", "corrected", "entered-in-error");
    }

    @Test
    void anAlertIsDueForEveryCriticalResultAndEveryDischarge() {
        for (Story story : CLEAN) {
            long discharges = story.deliveries().stream()
                    .flatMap(delivery -> delivery.messages().stream())
                    .filter(message -> message.type().equals("ADT^A03"))
                    .count();
            boolean clinic = story.truth().visits().stream()
                    .anyMatch(visit -> visit.patientClass().equals("AMB"));
            int due = story.truth().alerts().entrySet().stream()
                    .filter(alert -> alert.getKey().startsWith("discharge|"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            assertThat(due).isEqualTo(clinic ? 0 : (int) discharges);
            story.truth().results().stream()
                    .filter(result -> result.status().equals("final")
                            && List.of("HH", "LL").contains(result.flag()))
                    .forEach(result -> assertThat(story.truth().alerts())
                            .containsEntry("critical-result|" + result.filler() + "|" + result.loinc(), 1));
        }
    }

    @Test
    void aLyingSenderWritesLatin1AndSaysOtherwise() {
        Stories lying = new Stories(7, Stories.START, 7, Mix.USUAL, new Quirks(100, 0, 0, 0));
        List<Story> liars = IntStream.rangeClosed(1, 50).mapToObj(lying::story).toList();

        assertThat(messages(liars)).isNotEmpty().allSatisfy(message -> {
            String text = new String(message.bytes(), StandardCharsets.ISO_8859_1);
            assertThat(text.lines().findFirst().orElseThrow()).doesNotContain("8859/1");
        });
        assertThat(messages(liars).anyMatch(message -> new String(message.bytes(), StandardCharsets.ISO_8859_1)
                        .contains("S\u00fcdufer")))
                .isTrue();
    }

    private static void values(SimulatedMessage message, Map<String, String> last) {
        Hl7Message read = Hl7Reader.read(message.bytes(), StandardCharsets.UTF_8);
        String filler = read.value(FieldPath.of("OBR", 3)).raw().split("\\^")[0];
        new String(message.bytes(), StandardCharsets.UTF_8)
                .lines()
                .flatMap(line -> Arrays.stream(line.split("\r")))
                .filter(line -> line.startsWith("OBX|"))
                .map(line -> line.split("\\|", -1))
                .forEach(obx -> last.put(filler + "|" + obx[3].split("\\^")[0], obx[11] + " " + obx[5] + " " + obx[8]));
    }

    private static List<Story> having(List<Story> stories, String type) {
        Predicate<Story> has = story -> story.deliveries().stream().anyMatch(delivery -> delivery.messages().stream()
                .anyMatch(m -> m.type().equals(type)));
        return stories.stream().filter(has).toList();
    }

    private static Stream<SimulatedMessage> messages(List<Story> stories) {
        return stories.stream()
                .flatMap(story -> story.deliveries().stream())
                .flatMap(delivery -> delivery.messages().stream());
    }

    private static List<Story> stories(long seed, Quirks quirks) {
        Stories stories = new Stories(seed, Stories.START, 7, Mix.USUAL, quirks);
        return IntStream.rangeClosed(1, MANY).mapToObj(stories::story).toList();
    }

    private static List<String> bytes(Story story) {
        return story.deliveries().stream()
                .map(delivery -> new String(delivery.bytes(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
