package dev.tributary.flow.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.InboundMessage;
import dev.tributary.kit.Messages;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PatientLanesTest {

    private final PatientLanes lanes = lanes(Map.of("feed.port", "0"));

    @Test
    void anAdmissionRunsInTheLanesOfAllItsPatientIdentifiers() {
        assertThat(lanesOf(Messages.adtA01().bytes())).containsExactlyInAnyOrder("MRN10042", "999-00-4242");
    }

    @Test
    void aMergeJoinsTheLanesOfSurvivorAndPrior() {
        byte[] merge = Messages.adtA40()
                .with("PID-3", "111^^^WILLOWBROOK^MR")
                .with("MRG-1", "222^^^WILLOWBROOK^MR")
                .bytes();
        assertThat(lanesOf(merge)).containsExactlyInAnyOrder("111", "222", "Patient p2");
    }

    @Test
    void aMessageWithoutAPatientWaitsForNobody() {
        assertThat(lanesOf("MSH|^~\\&|A|B|C|D|20260301||MFN^M02|1|P|2.5.1\rMFI|PRA\r"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void aFeedsPreprocessingIsDoneBeforeTheLaneIsChosen() {
        PatientLanes mending = lanes(Map.of("feed.port", "0", "feed.preprocess[0]", "strip-leading-zeros PID-3"));
        byte[] bytes = Messages.adtA01().with("PID-3", "00042^^^WILLOWBROOK^MR").bytes();
        WireMessage wire = new WireMessage(bytes, FeedName.DEFAULT, "", Instant.EPOCH);
        assertThat(mending.of(new InboundMessage(
                        new MessageId(1), wire, HeaderPeek.of(bytes).orElseThrow(), 1)))
                .containsExactly("42");
    }

    private static PatientLanes lanes(Map<String, String> settings) {
        FeedProperties feed = new Binder(new MapConfigurationPropertySource(settings))
                .bind("feed", FeedProperties.class)
                .get();
        return new PatientLanes(
                new FeedPreparation(new FeedRegistry(Map.of(FeedName.DEFAULT, feed))),
                numbers -> numbers.contains("222") ? Map.of("222", Set.of("p2")) : Map.of());
    }

    private Set<String> lanesOf(byte[] bytes) {
        WireMessage wire = new WireMessage(bytes, FeedName.DEFAULT, "", Instant.EPOCH);
        return lanes.of(
                new InboundMessage(new MessageId(1), wire, HeaderPeek.of(bytes).orElseThrow(), 1));
    }
}
