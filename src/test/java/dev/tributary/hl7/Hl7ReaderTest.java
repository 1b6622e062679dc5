package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kit.Messages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7ReaderTest {

    private static final String MSH = "MSH|^~\\&|A|B|C|D|20260101||ADT^A01^ADT_A01|1|P|2.5.1\r";

    @Test
    void readsFieldsRepetitionsComponentsAndSubcomponents() {
        Hl7Message message = read(MSH + "PID|1||1^^^H&1.2.3&ISO^MR~2^^^S^SS||van Dijk&van&Dijk^Ida\r");
        Segment pid = message.segments("PID").get(0);

        assertThat(pid.field(3).repetitions()).hasSize(2);
        assertThat(pid.field(3).repetition(2).component(5).text()).isEqualTo("SS");
        assertThat(pid.field(3).component(4).subcomponent(2).text()).isEqualTo("1.2.3");
        assertThat(pid.field(5).text()).isEqualTo("van Dijk");
        assertThat(pid.field(5).raw()).isEqualTo("van Dijk&van&Dijk^Ida");
        assertThat(pid.field(5).component(1).subcomponents())
                .extracting(Part::text)
                .containsExactly("van Dijk", "van", "Dijk");
        assertThat(pid.fieldCount()).isEqualTo(5);
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void whatIsNotThereIsEmpty() {
        Hl7Message message = read(MSH + "PID|1||1\r");
        Segment pid = message.segments("PID").get(0);

        assertThat(pid.field(2).isEmpty()).isTrue();
        assertThat(pid.field(2).repetitions()).isEmpty();
        assertThat(pid.field(99).repetition(7).component(3).subcomponent(2).text())
                .isEmpty();
        assertThat(message.segments("OBX")).isEmpty();
        assertThat(message.value(FieldPath.parse("OBX[3]-5.1")).isEmpty()).isTrue();
        assertThat(message.value(FieldPath.parse("PID-3[4].1")).isEmpty()).isTrue();
        assertThatThrownBy(() -> pid.field(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoQuotesAreADeletionAndNothingElseIs() {
        Segment pid =
                read(MSH + "PID|\"\"|\"|\"\"\"\"|\"\"^x|\r").segments("PID").get(0);

        assertThat(pid.field(1).isNull()).isTrue();
        assertThat(pid.field(2).isNull()).isFalse();
        assertThat(pid.field(3).isNull()).isFalse();
        assertThat(pid.field(4).isNull()).isFalse();
        assertThat(pid.field(4).component(1).isNull()).isTrue();
        assertThat(pid.field(5).isNull()).isFalse();
        assertThat(pid.field(5).isEmpty()).isTrue();
    }

    @Test
    void mshCountsItsSeparatorAsItsFirstField() {
        Segment msh = read(MSH).segments("MSH").get(0);

        assertThat(msh.field(1).text()).isEqualTo("|");
        assertThat(msh.field(2).text()).isEqualTo("^~\\&");
        assertThat(msh.field(2).repetitions()).hasSize(1);
        assertThat(msh.field(3).text()).isEqualTo("A");
        assertThat(msh.field(9).component(2).text()).isEqualTo("A01");
        assertThat(msh.fieldCount()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\r\r", "\n\n\r"})
    void everyLineEndEndsASegment(String end) {
        Hl7Message message = read(Messages.oruR01().withLineEnd(end).text());

        assertThat(message.segments())
                .extracting(Segment::name)
                .containsExactly("MSH", "PID", "PV1", "ORC", "OBR", "OBX", "OBX", "NTE", "OBX", "SPM");
        assertThat(message.segments("OBX").get(2).position()).isEqualTo(9);
        assertThat(message.segments("OBX").get(2).occurrence()).isEqualTo(3);
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void theLastSegmentNeedsNoEnd() {
        assertThat(read(MSH + "PID|1|2").value(FieldPath.parse("PID-2")).text()).isEqualTo("2");
    }

    @Test
    void aLineWithoutNameIsKeptAndReported() {
        Hl7Message message = read(MSH + "OBX|1|TX|X||first line\nsecond | line^too\rPIDX|1\r|\rNTE|1\r");

        assertThat(message.segments())
                .extracting(Segment::name)
                .containsExactly("MSH", "OBX", "???", "???", "???", "NTE");
        assertThat(message.value(FieldPath.parse("???-1")).text()).isEqualTo("second ");
        assertThat(message.value(FieldPath.parse("???-2.2")).text()).isEqualTo("too");
        assertThat(message.value(FieldPath.parse("???[2]-1")).text()).isEqualTo("PIDX");
        assertThat(message.issues())
                .extracting(ReadIssue::kind)
                .containsExactly(
                        ReadIssueKind.SEGMENT_UNNAMED, ReadIssueKind.SEGMENT_UNNAMED, ReadIssueKind.SEGMENT_UNNAMED);
        assertThat(message.issues()).extracting(ReadIssue::where).containsExactly("???", "???[2]", "???[3]");
    }

    @Test
    void aNameInLowerCaseIsReadAsMeantAndReported() {
        Hl7Message message = read(MSH + "pid|1||7\r  PV1|1\rzPx|a\r");

        assertThat(message.value(FieldPath.parse("PID-3")).text()).isEqualTo("7");
        assertThat(message.value(FieldPath.parse("PV1-1")).text()).isEqualTo("1");
        assertThat(message.value(FieldPath.parse("ZPX-1")).text()).isEqualTo("a");
        assertThat(message.issues())
                .extracting(ReadIssue::kind)
                .containsExactly(ReadIssueKind.SEGMENT_NAME, ReadIssueKind.SEGMENT_NAME, ReadIssueKind.SEGMENT_NAME);
    }

    @Test
    void localSegmentsAreSegments() {
        Hl7Message message = read(MSH + "ZPI|1|abc^d\rZ01|x\r");

        assertThat(message.value(FieldPath.parse("ZPI-2.2")).text()).isEqualTo("d");
        assertThat(message.value(FieldPath.parse("Z01-1")).text()).isEqualTo("x");
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void trailingDelimitersAreNoValues() {
        Hl7Message message = read(MSH + "PV1|1|I^^^|~|&||||\r");

        assertThat(message.leaves())
                .extracting(leaf -> leaf.path().toString())
                .filteredOn(path -> path.startsWith("PV1"))
                .containsExactly("PV1-1", "PV1-2.1");
    }

    @Test
    void declaredDelimitersDivideAndTheUsualOnesDoNot() {
        Hl7Message message = read("MSH#*+?%#A#B#C#D###ADT*A01#1#P#2.5.1\rPID#1##1|^~\\&*a%b+2\r");

        assertThat(message.value(FieldPath.parse("PID-3.1")).text()).isEqualTo("1|^~\\&");
        assertThat(message.value(FieldPath.parse("PID-3.2.2")).text()).isEqualTo("b");
        assertThat(message.value(FieldPath.parse("PID-3[2]")).text()).isEqualTo("2");
        assertThat(message.issues())
                .extracting(ReadIssue::kind)
                .as("unusual is not wrong")
                .isEmpty();
    }

    @Test
    void withoutAnEscapeCharacterABackslashIsABackslash() {
        Hl7Message message = read("MSH|^~&|A|B|C|D|||ADT^A01|1|P|2.5.1\rPID|1||C:\\F\\x&y\r");

        assertThat(message.value(FieldPath.parse("PID-3.1.1")).text()).isEqualTo("C:\\F\\x");
        assertThat(message.value(FieldPath.parse("PID-3.1.2")).text()).isEqualTo("y");
        assertThat(message.issues()).extracting(ReadIssue::kind).containsExactly(ReadIssueKind.DELIMITERS);
    }

    @Test
    void aNulDividesNothingAndIsReported() {
        Hl7Message message = read("MSH|^~\\|A|B|C|D|||ADT^A01|1|P|2.5.1\rPID|1||a\0b\r");

        assertThat(message.value(FieldPath.parse("PID-3")).text()).isEqualTo("a\0b");
        assertThat(message.value(FieldPath.parse("PID-3.1.2")).isEmpty()).isTrue();
        assertThat(message.issues())
                .extracting(ReadIssue::kind)
                .containsExactly(ReadIssueKind.NUL_CHARACTER, ReadIssueKind.DELIMITERS);
    }

    @Test
    void withoutAHeaderTheLinesAreReadAllTheSame() {
        Hl7Message message = read("PID|1||7^^^H^MR\rhello\r");

        assertThat(message.header()).isEqualTo(MessageHeader.NONE);
        assertThat(message.value(FieldPath.parse("PID-3.5")).text()).isEqualTo("MR");
        assertThat(message.issues())
                .extracting(ReadIssue::kind)
                .containsExactly(ReadIssueKind.NO_HEADER, ReadIssueKind.SEGMENT_UNNAMED);
        assertThat(read("").segments()).isEmpty();
        assertThat(read("").issues()).extracting(ReadIssue::kind).containsExactly(ReadIssueKind.NO_HEADER);
    }

    @Test
    void aSecondHeaderIsReported() {
        assertThat(read(MSH + "PID|1\r" + MSH).issues())
                .extracting(ReadIssue::kind)
                .containsExactly(ReadIssueKind.SECOND_HEADER);
    }

    @Test
    void segmentsKnowTheirBytes() {
        byte[] bytes = (MSH + "PID|1||Müller\r\nPV1|1\r").getBytes(StandardCharsets.UTF_8);
        List<Segment> segments = Hl7Reader.read(bytes, StandardCharsets.UTF_8).segments();

        for (Segment segment : segments) {
            String cut = new String(
                    bytes, segment.byteStart(), segment.byteEnd() - segment.byteStart(), StandardCharsets.UTF_8);
            assertThat(cut).isEqualTo(segment.raw());
        }
        assertThat(segments).extracting(Segment::raw).containsExactly(MSH.strip(), "PID|1||Müller", "PV1|1");
    }

    @Test
    void everyLeafIsFoundAgainByItsPath() {
        Hl7Message message = read(Messages.oruR01().plus("ZZZ|a~b&c^d~~\"\"").text());

        List<Leaf> leaves = message.leaves();

        assertThat(leaves)
                .extracting(leaf -> leaf.path().toString())
                .contains(
                        "MSH-2",
                        "PID-3[2].4",
                        "OBX[2]-8",
                        "ZZZ-1",
                        "ZZZ-1[2].1.2",
                        "ZZZ-1[2].2",
                        "ZZZ-1[4]",
                        "SPM-2.1.2");
        assertThat(leaves).extracting(Leaf::path).doesNotHaveDuplicates();
        assertThat(leaves).allSatisfy(leaf -> {
            assertThat(message.value(leaf.path()).raw()).isEqualTo(leaf.value().raw());
            assertThat(message.value(leaf.path()).offset())
                    .isEqualTo(leaf.value().offset());
            assertThat(message.value(leaf.path().leaf()).text())
                    .isEqualTo(leaf.value().text());
        });
    }

    @Test
    void ofRubbishTheIssuesAreCountedAndNotAllTold() {
        Hl7Message message = read(MSH + "rubbish\r".repeat(2_500));

        assertThat(message.segments()).hasSize(2_501);
        assertThat(message.issues()).hasSize(1_001);
        assertThat(message.issues().get(1_000).detail()).isEqualTo("1500 more of this kind");
    }

    @Test
    void printsNoValues() {
        Hl7Message message = read(Messages.adtA01().text());
        Segment pid = message.segments("PID").get(0);

        assertThat(message.toString() + pid + pid.field(5) + message.leaves()).doesNotContain("Larkspur", "MRN10042");
    }

    private static Hl7Message read(String text) {
        return Hl7Reader.read(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
