package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tributary.kit.Messages;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterSetTest {

    @ParameterizedTest
    @CsvSource({
        "UNICODE UTF-8, UTF-8, Åsa Þórsdóttir 李",
        "UTF-8, UTF-8, Åsa",
        "utf8, UTF-8, Åsa",
        "UNICODE, UTF-8, Åsa",
        "8859/1, ISO-8859-1, Müller",
        "8859/2, ISO-8859-2, Łukasz",
        "8859/4, ISO-8859-4, Jānis",
        "8859/5, ISO-8859-5, Ольга",
        "8859/6, ISO-8859-6, فاطمة",
        "8859/7, ISO-8859-7, Ελένη",
        "8859/8, ISO-8859-8, רות",
        "8859/9, ISO-8859-9, Ayşe Işık",
        "8859/15, ISO-8859-15, Zoë €",
        "ISO-8859-1, ISO-8859-1, Müller",
        "windows-1252, windows-1252, Müller €",
        "GB 18030-2000, GB18030, 李小龙",
        "BIG-5, Big5, 功許",
        "ISO IR87, ISO-2022-JP, 山田",
        "~ISO IR87, ISO-2022-JP, 山田",
        "KS X 1001, EUC-KR, 김",
        "ASCII, US-ASCII, Smith"
    })
    void readsTheNamedSet(String msh18, String charset, String family) {
        byte[] bytes = Messages.adtA01()
                .withPid5(family + "^Ida")
                .withCharset(msh18, Charset.forName(charset))
                .bytes();

        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);

        assertThat(message.value(FieldPath.parse("PID-5.1")).text()).isEqualTo(family);
        assertThat(message.value(FieldPath.parse("PID-5.2")).text()).isEqualTo("Ida");
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void theSecondByteOfAChineseCharacterIsNoDelimiter() {
        // the second byte is the backslash in the first two, the field separator in the third
        assertThat("功許坑".getBytes(Charset.forName("Big5"))).contains(0x5C, 0x7C);

        byte[] bytes = Messages.adtA01()
                .withPid5("功許坑^Ida")
                .withCharset("BIG-5", Charset.forName("Big5"))
                .bytes();

        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);

        assertThat(message.value(FieldPath.parse("PID-5.1")).text()).isEqualTo("功許坑");
        assertThat(message.value(FieldPath.parse("PID-8")).text()).isEqualTo("F");
    }

    @Test
    void withoutMsh18TheFeedsSetCounts() {
        byte[] bytes = Messages.adtA01().withPid5("Müller^Ida").text().getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Hl7Reader.read(bytes, StandardCharsets.ISO_8859_1)
                        .value(FieldPath.parse("PID-5.1"))
                        .text())
                .isEqualTo("Müller");
    }

    @Test
    void undecodableBytesStayVisibleAndAreReported() {
        byte[] before = "MSH|^~\\&|A|B|C|D|||ADT^A01|1|P|2.5.1||||||UNICODE UTF-8\rPID|1||7||M"
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before);
        bytes.write(0xFC);
        bytes.writeBytes("ller^Åsa\r".getBytes(StandardCharsets.UTF_8));

        Hl7Message message = Hl7Reader.read(bytes.toByteArray(), StandardCharsets.UTF_8);

        assertThat(message.value(FieldPath.parse("PID-5.1")).text()).isEqualTo("Müller");
        assertThat(message.value(FieldPath.parse("PID-5.2")).text()).isEqualTo("Åsa");
        assertThat(message.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.kind()).isEqualTo(ReadIssueKind.BYTES_UNDECODABLE);
            assertThat(issue.detail()).contains("1 bytes", "byte " + before.length, "line 2", "UTF-8", "ISO-8859-1");
        });
    }

    @Test
    void aReplacementCharacterThatWasSentIsNoFault() {
        byte[] bytes = Messages.adtA01().withPid5("M\uFFFDller").bytes();

        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);

        assertThat(message.value(FieldPath.parse("PID-5")).text()).isEqualTo("M\uFFFDller");
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void eightBitsUnderADeclaredAsciiAreTheFeedsOwnSetWhereTheyFit() {
        byte[] utf8 = Messages.adtA01()
                .withPid5("Åsa")
                .withCharset("ASCII", StandardCharsets.UTF_8)
                .bytes();

        Hl7Message message = Hl7Reader.read(utf8, StandardCharsets.UTF_8);

        assertThat(message.value(FieldPath.parse("PID-5")).text()).isEqualTo("Åsa");
        assertThat(message.issues()).extracting(ReadIssue::kind).containsExactly(ReadIssueKind.BYTES_UNDECODABLE);
    }

    @Test
    void anUnknownSetIsReportedAndTheFeedsOwnIsTaken() {
        Hl7Message message = Hl7Reader.read(
                Messages.adtA01()
                        .withPid5("Åsa")
                        .withCharset("KLINGON", StandardCharsets.UTF_8)
                        .bytes(),
                StandardCharsets.UTF_8);

        assertThat(message.value(FieldPath.parse("PID-5")).text()).isEqualTo("Åsa");
        assertThat(message.issues())
                .extracting(ReadIssue::kind, ReadIssue::where)
                .containsExactly(tuple(ReadIssueKind.CHARSET_UNKNOWN, "MSH-18"));
    }

    @Test
    void aWideSetThatIsOnlyDeclaredIsReported() {
        Hl7Message message = Hl7Reader.read(
                Messages.adtA01()
                        .withCharset("UNICODE UTF-16", StandardCharsets.UTF_8)
                        .bytes(),
                StandardCharsets.UTF_8);

        assertThat(message.issues()).extracting(ReadIssue::kind).containsExactly(ReadIssueKind.CHARSET_UNKNOWN);
    }

    @Test
    void aWideSetThatIsSentHasNoHeaderAndLosesNothing() {
        byte[] wide = Messages.adtA01().text().getBytes(StandardCharsets.UTF_16BE);

        Hl7Message message = Hl7Reader.read(wide, StandardCharsets.UTF_8);

        assertThat(message.issues())
                .extracting(ReadIssue::kind)
                .contains(ReadIssueKind.NO_HEADER, ReadIssueKind.NUL_CHARACTER);
        assertThat(message.segments()).isNotEmpty();
    }
}
