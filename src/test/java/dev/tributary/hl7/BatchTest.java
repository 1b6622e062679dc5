package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.Fault;
import dev.tributary.kit.Messages;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final String FHS = "FHS|^~\\&|LAB1|WILLOWBROOK|TRIBUTARY|HUB|20260302||night.hl7||F100\r";
    private static final String BHS = "BHS|^~\\&|LAB1|WILLOWBROOK|TRIBUTARY|HUB|20260302||||B200\r";
    private static final String A01 = Messages.adtA01().text();
    private static final String A08 = Messages.adtA08().text();
    private static final String ORU = Messages.oruR01().text();
    private static final AckStamp STAMP = new AckStamp("K9", Instant.parse("2026-03-02T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void findsTheMessagesOfAFileOfBatches() {
        Batch batch = split(FHS + BHS + A01 + A08 + "BTS|2\r" + BHS + ORU + "BTS|1\r" + "FTS|2\r");

        assertThat(texts(batch)).containsExactly(A01, A08, ORU);
        assertThat(batch.messages()).extracting(BatchMessage::batch).containsExactly(1, 1, 2);
        assertThat(batch.messages()).extracting(BatchMessage::position).containsExactly(1, 2, 1);
        assertThat(batch.messages()).allMatch(BatchMessage::readable);
        assertThat(batch.faults()).isEmpty();
    }

    @Test
    void needsNoFileHeader() {
        Batch batch = split(BHS + A01 + "BTS|1\r");

        assertThat(texts(batch)).containsExactly(A01);
        assertThat(batch.faults()).isEmpty();
        assertThat(Batch.isBatch((BHS + A01).getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(Batch.isBatch(("\uFEFF\r\n" + FHS).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(Batch.isBatch(A01.getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(Batch.isBatch(new byte[0])).isFalse();
    }

    @Test
    void aFileOfMessagesWithoutAnyEnvelopeIsSplitToo() {
        assertThat(texts(split("\uFEFF" + A01 + "\r\n\r\n" + A08))).containsExactly(A01, A08);
        assertThat(texts(split(A01))).containsExactly(A01);
        assertThat(split(A01 + A08).faults()).isEmpty();
        assertThat(split("").messages()).isEmpty();
    }

    @Test
    void countsThatDoNotMatchAreFaults() {
        Batch batch = split(FHS + BHS + A01 + "BTS|3\r" + "FTS|2\r");

        assertThat(batch.faults()).extracting(Fault::where).containsExactly("BTS-1", "FTS-1");
        assertThat(batch.faults().get(0).detail()).isEqualTo("BTS-1 promises 3, 1 messages came");
        assertThat(texts(batch)).containsExactly(A01);
        assertThat(split(BHS + A01 + "BTS|one\r").faults()).hasSize(1);
        assertThat(split(BHS + A01 + "BTS|01\r").faults()).isEmpty();
        assertThat(split(BHS + A01 + "BTS\r").faults()).isEmpty();
    }

    @Test
    void missingTrailersAreFaultsAndLoseNothing() {
        assertThat(split(FHS + BHS + A01).faults()).extracting(Fault::where).containsExactly("BTS", "FTS");
        Batch two = split(BHS + A01 + BHS + A08 + "BTS|1\r");
        assertThat(two.faults()).extracting(Fault::where).containsExactly("BTS");
        assertThat(texts(two)).containsExactly(A01, A08);
    }

    @Test
    void messagesOutsideABatchAreABatchOfTheirOwn() {
        Batch batch = split(BHS + A01 + "BTS|1\r" + A08 + ORU);

        assertThat(batch.messages()).extracting(BatchMessage::batch).containsExactly(1, 2, 2);
        assertThat(batch.faults()).isEmpty();
    }

    @Test
    void whatIsNoMessageIsKeptAsUnreadable() {
        Batch batch = split(BHS + "hello\rworld\r" + A01 + "BTS|2\rbye");

        assertThat(texts(batch)).containsExactly("hello\rworld\r", A01, "bye");
        assertThat(batch.messages()).extracting(BatchMessage::readable).containsExactly(false, true, false);
    }

    @Test
    void everyLineEndIsUnderstoodAndBelongsToItsMessage() {
        String windows = Messages.adtA08().withLineEnd("\r\n").text();

        Batch batch = split(BHS.replace("\r", "\r\n") + windows + "\r\n" + windows + "BTS|2\r\n");

        assertThat(texts(batch)).containsExactly(windows, windows);
        assertThat(batch.faults()).isEmpty();
    }

    @Test
    void answersInTheEnvelopeOfTheOriginal() {
        Batch batch = split(FHS + BHS + A01 + A08 + "BTS|2\r" + BHS + ORU + "BTS|1\r" + "FTS|2\r");
        List<byte[]> acks = new ArrayList<>();
        for (BatchMessage message : batch.messages()) {
            MessageHeader header = HeaderPeek.of(batch.bytes(message)).orElseThrow();
            acks.add(Acknowledgment.answer(header, AckCode.AA, Optional.empty(), STAMP));
        }
        acks.set(1, new byte[0]);

        String answer = new String(batch.answer(acks, STAMP), StandardCharsets.UTF_8);

        assertThat(answer)
                .startsWith("FHS|^~\\&|TRIBUTARY|HUB|LAB1|WILLOWBROOK|20260302000000.000+0000||||K9-F|F100\r"
                        + "BHS|^~\\&|TRIBUTARY|HUB|LAB1|WILLOWBROOK|20260302000000.000+0000||||K9-B1|B200\r"
                        + "MSH|")
                .endsWith("BTS|1\rFTS|2\r")
                .contains("MSA|AA|TB0001\r" + "BTS|1\r" + "BHS|");
        Batch readBack = split(answer);
        assertThat(readBack.faults()).isEmpty();
        assertThat(readBack.messages()).extracting(BatchMessage::batch).containsExactly(1, 2);
    }

    @Test
    void wantsAnAnswerForEachMessage() {
        assertThatThrownBy(() -> split(BHS + A01).answer(List.of(), STAMP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 acknowledgments for 1");
    }

    private static Batch split(String text) {
        return Batch.split(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(Batch batch) {
        return batch.messages().stream()
                .map(message -> new String(batch.bytes(message), StandardCharsets.UTF_8))
                .toList();
    }
}
