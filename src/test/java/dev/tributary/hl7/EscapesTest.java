package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a\\F\\b, a|b",
                "a\\S\\b, a^b",
                "a\\T\\b, a&b",
                "a\\R\\b, a~b",
                "a\\E\\b, a\\b",
                "a\\P\\b, a#b",
                "\\E\\F\\E\\, \\F\\",
                "\\H\\loud\\N\\ soft, loud soft",
                "x\\X41\\y, xAy",
                "\\X4a4B\\, JK",
                "\\XC3A9\\t\\XC3A9\\, été",
                "a\\.sk3\\b, a   b",
                "\\.in+5\\text\\.ti-2\\, text",
                "\\.fi\\a\\.nf\\, a",
                "\\S\\\\S\\, ^^"
            })
    void resolves(String raw, String text) {
        assertThat(obx5(raw).text()).isEqualTo(text);
        assertThat(obx5(raw).raw()).isEqualTo(raw);
        assertThat(issuesOf(raw)).isEmpty();
    }

    @Test
    void lineBreaksBreakLines() {
        assertThat(obx5("a\\.br\\b\\.ce\\c\\.sp2\\d\\.sp\\e").text()).isEqualTo("a\nb\nc\n\nd\ne");
        assertThat(obx5("a\\X0D\\\\X0A\\b\\X0D0A\\").text()).isEqualTo("a\r\nb\r\n");
        assertThat(issuesOf("a\\.br\\b\\.sp2\\")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\",
                "a\\b",
                "\\X4\\",
                "\\XZZ\\",
                "\\X\\",
                "\\.br",
                "\\.xy\\",
                "\\.sp99999\\",
                "\\.br2\\",
                "\\C99\\",
                "\\\\"
            })
    void whatIsMalformedStaysAsSentAndIsReported(String raw) {
        assertThat(obx5(raw).text()).isEqualTo(raw);
        assertThat(message(raw).issues())
                .extracting(ReadIssue::kind, ReadIssue::where)
                .containsExactly(tuple(ReadIssueKind.ESCAPE_MALFORMED, "OBX-5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\Z1\\", "\\Q\\", "\\f\\", "\\foo bar\\", "\\L\\"})
    void whatIsUnknownStaysAsSentAndIsReported(String raw) {
        assertThat(obx5("a" + raw + "b").text()).isEqualTo("a" + raw + "b");
        assertThat(message(raw).issues()).extracting(ReadIssue::kind).containsExactly(ReadIssueKind.ESCAPE_UNKNOWN);
    }

    @Test
    void aPathWithBackslashesLosesNothing() {
        assertThat(obx5("\\\\server\\share\\F\\x").text()).isEqualTo("\\\\server\\share|x");
        assertThat(message("\\\\server\\share").issues()).hasSize(1);
    }

    @Test
    void aSequenceDoesNotReachOverADelimiter() {
        Hl7Message message = message("a\\F^T\\b|c\\F");

        assertThat(message.value(FieldPath.parse("OBX-5.1")).text()).isEqualTo("a\\F");
        assertThat(message.value(FieldPath.parse("OBX-5.2")).text()).isEqualTo("T\\b");
        assertThat(message.issues()).extracting(ReadIssue::where).containsExactly("OBX-5", "OBX-6");
    }

    @Test
    void ownDelimitersAreWhatTheSequencesMean() {
        Hl7Message message = Hl7Reader.read(
                "MSH#*+?%#A#B#C#D###ADT*A01#1#P#2.5.1\rOBX#1#TX###?F??S??R??E??T?\r".getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);

        assertThat(message.value(FieldPath.parse("OBX-5")).text()).isEqualTo("#*+?%");
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void aValueLeftUnescapedCanBeReadWhole() {
        assertThat(obx5("R&D^2\\S\\3").wholeText()).isEqualTo("R&D^2^3");
        assertThat(obx5("R&D").text()).isEqualTo("R");
    }

    @Test
    void switchesToAnotherSingleByteSetAndBack() {
        byte[] cyrillic = concat(
                "MSH|^~\\&|A|B|C|D|||ORU^R01|1|P|2.5.1||||||8859/1~8859/5\rOBX|1|ST|||\\C2D4C\\",
                        StandardCharsets.ISO_8859_1,
                "Привет", Charset.forName("ISO-8859-5"),
                "\\C2842\\ \u00e9\r", StandardCharsets.ISO_8859_1);

        Hl7Message message = Hl7Reader.read(cyrillic, StandardCharsets.UTF_8);

        assertThat(message.value(FieldPath.parse("OBX-5")).text()).isEqualTo("Привет é");
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void switchesToJapaneseAndBack() {
        // JIS X 0208: 4A 3F 40 2E is the era name Heisei
        Hl7Message message = message("before \\M2442\\J?@.\\C2842\\ after");

        assertThat(message.value(FieldPath.parse("OBX-5")).text()).isEqualTo("before 平成 after");
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void escapesWhatItWrites() {
        assertThat(Escapes.escape("a|b^c~d\\e&f\ng\u0001", Separators.DEFAULT))
                .isEqualTo("a\\F\\b\\S\\c\\R\\d\\E\\e\\T\\f\\.br\\g ");
        assertThat(Escapes.escape("a|b\\c", new Separators('|', '^', '~', '\0', '\0')))
                .isEqualTo("a b\\c");
    }

    private static byte[] concat(String a, Charset x, String b, Charset y, String c, Charset z) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(a.getBytes(x));
        out.writeBytes(b.getBytes(y));
        out.writeBytes(c.getBytes(z));
        return out.toByteArray();
    }

    private static Part obx5(String raw) {
        return message(raw).segments("OBX").get(0).field(5);
    }

    private static List<ReadIssue> issuesOf(String raw) {
        return message(raw).issues();
    }

    private static Hl7Message message(String obx5) {
        String text = "MSH|^~\\&|A|B|C|D|||ORU^R01|1|P|2.5.1\rOBX|1|ST|||" + obx5 + "\r";
        return Hl7Reader.read(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
