package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kit.Messages;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderPeekTest {

    @Test
    void readsTheFieldsOfTheHeader() {
        MessageHeader header =
                peek(Messages.adtA01().withAcknowledgments("AL", "NE").text());

        assertThat(header.sendingApplication()).isEqualTo("ADT1");
        assertThat(header.sendingFacility()).isEqualTo("WILLOWBROOK");
        assertThat(header.receivingApplication()).isEqualTo("TRIBUTARY");
        assertThat(header.receivingFacility()).isEqualTo("HUB");
        assertThat(header.dateTime()).isEqualTo("20260302081500+0000");
        assertThat(header.type()).isEqualTo("ADT^A01");
        assertThat(header.structure()).isEqualTo("ADT_A01");
        assertThat(header.controlId()).isEqualTo("TB0001");
        assertThat(header.processingId()).isEqualTo("P");
        assertThat(header.version()).isEqualTo("2.5.1");
        assertThat(header.enhancedMode()).isTrue();
        assertThat(header.characterSets()).isEmpty();
        assertThat(header.separators()).isEqualTo(Separators.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", "\r\n", "  \t", "\u000B", "\uFEFF\r\n\r\n "})
    void passesOverWhatComesBeforeTheHeader(String before) {
        assertThat(peek(before + Messages.adtA08().text()).controlId()).isEqualTo("TB0008");
    }

    @Test
    void takesTheDelimitersThatTheSenderDeclares() {
        MessageHeader header =
                peek("MSH#*+?%#A*1.2*ISO#B#C#D#20260101##ADT*A01#7#P*T#2.3*x######8859/1+ASCII\rPID#1\r");

        assertThat(header.separators()).isEqualTo(new Separators('#', '*', '+', '?', '%'));
        assertThat(header.sendingApplication()).isEqualTo("A*1.2*ISO");
        assertThat(header.triggerEvent()).isEqualTo("A01");
        assertThat(header.processingId()).isEqualTo("P");
        assertThat(header.version()).isEqualTo("2.3");
        assertThat(header.characterSets()).containsExactly("8859/1", "ASCII");
    }

    @Test
    void readsADelimiterFieldThatIsCutShort() {
        assertThat(peek("MSH|^~\\|A").separators()).isEqualTo(new Separators('|', '^', '~', '\\', '\0'));
        assertThat(peek("MSH|^~|A").separators()).isEqualTo(new Separators('|', '^', '~', '\0', '\0'));
        assertThat(peek("MSH|^|A").separators()).isEqualTo(new Separators('|', '^', '~', '\0', '\0'));
        assertThat(peek("MSH||A").separators()).isEqualTo(Separators.DEFAULT);
        assertThat(peek("MSH|^~&|A").separators()).isEqualTo(new Separators('|', '^', '~', '\0', '&'));
        assertThat(peek("MSH|^~\\&#|A").separators()).isEqualTo(Separators.DEFAULT);
        assertThat(peek("MSH|^~\\&").controlId()).isEmpty();
    }

    @Test
    void aTypeWithoutTriggerIsItsCodeAlone() {
        MessageHeader header = peek("MSH|^~\\&|A|B|C|D|20260101||ACK|1|P|2.1\r");

        assertThat(header.type()).isEqualTo("ACK");
        assertThat(header.triggerEvent()).isEmpty();
    }

    @Test
    void keepsTheHeadersBytesWhenTheyAreNotOfTheirCharacterSet() {
        byte[] latin = "MSH|^~\\&|Süd|B|C|D|||ADT^A01|Ö7|P|2.5.1\r".getBytes(StandardCharsets.ISO_8859_1);

        MessageHeader header = HeaderPeek.of(latin).orElseThrow();

        assertThat(header.controlId().getBytes(header.charset())).isEqualTo("Ö7".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void decodesByTheCharacterSetOfTheMessageOrTheFeed() {
        byte[] declared =
                "MSH|^~\\&|Łódź|B|C|D|||ADT^A01|1|P|2.5.1||||||8859/2\r".getBytes(Charset.forName("ISO-8859-2"));
        byte[] silent = "MSH|^~\\&|Łódź|B|C|D|||ADT^A01|1|P|2.5.1\r".getBytes(Charset.forName("ISO-8859-2"));

        assertThat(HeaderPeek.of(declared).orElseThrow().sendingApplication()).isEqualTo("Łódź");
        assertThat(HeaderPeek.of(silent, Charset.forName("ISO-8859-2"))
                        .orElseThrow()
                        .sendingApplication())
                .isEqualTo("Łódź");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "MSH", "PID|1", "MSHA|", "FHS|^~\\&|", "msh|^~\\&|", "<xml/>", "MSH\r|^~\\&"})
    void whatHasNoHeaderIsEmpty(String text) {
        assertThat(HeaderPeek.of(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void wideCharacterSetsAreNotReadable() {
        for (Charset wide :
                List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, Charset.forName("UTF-32BE"))) {
            assertThat(HeaderPeek.of(Messages.adtA01().text().getBytes(wide))).isEmpty();
        }
    }

    @Test
    void anyBytesGiveAnAnswer() {
        long seed = 20260302L;
        Random random = new Random(seed);
        int readable = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            byte[] begun = "MSH|^~\\&".getBytes(StandardCharsets.US_ASCII);
            if (i % 2 == 0 && bytes.length > begun.length) {
                System.arraycopy(begun, 0, bytes, 0, begun.length);
            }
            readable += HeaderPeek.of(bytes).isPresent() ? 1 : 0;
        }
        assertThat(readable).as("seed %d", seed).isGreaterThan(2_000);
    }

    private static MessageHeader peek(String text) {
        return HeaderPeek.of(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
