package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Quicker ways to the same parts: they find what the plain ones find. */
class PartsTest {

    private static final String MESSAGE = "MSH|^~\\&|APP|FAC|||20260102||ADT^A01^ADT_A01|1|P|2.5.1\r"
            + "PID|1||12^^^A&1.2.3&ISO^MR~34^^^B^SS~~56||Doe^J\\S\\n^^||19700101|M|\"\"||a&b&c^d~^^e&f\r"
            + "NTE|1\r"
            + "OBX|1|TX|X^Y||R&D~50% ^~x\\T\\y|~~\r";

    private final Hl7Message message = Hl7Reader.read(MESSAGE.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    @Test
    void pathsOfPartsAreThoseOfLeaves() {
        List<Leaf> leaves = message.leaves();
        PartPaths inOrder = new PartPaths();

        for (Leaf leaf : leaves) {
            Segment segment =
                    message.segments(leaf.path().segment()).get(leaf.path().occurrence() - 1);
            assertThat(inOrder.of(segment, leaf.value()).leaf())
                    .isEqualTo(leaf.path().leaf());
        }
        PartPaths backwards = new PartPaths();
        for (int i = leaves.size() - 1; i >= 0; i--) {
            Leaf leaf = leaves.get(i);
            Segment segment =
                    message.segments(leaf.path().segment()).get(leaf.path().occurrence() - 1);
            assertThat(backwards.of(segment, leaf.value()).leaf())
                    .isEqualTo(leaf.path().leaf());
        }
    }

    @Test
    void pathOfSeveralRepetitionsIsThatOfTheFirst() {
        Segment pid = message.segments("PID").get(0);

        assertThat(new PartPaths().of(pid, pid.field(3))).isEqualTo(FieldPath.parse("PID-3"));
        assertThat(new PartPaths().of(pid, pid.field(3).repetition(4))).isEqualTo(FieldPath.parse("PID-3[4]"));
        assertThat(new PartPaths().of(pid, pid.field(3).repetition(1).component(4)))
                .isEqualTo(FieldPath.parse("PID-3.4"));
    }

    @Test
    void piecesAreTheComponentsAndSubcomponents() {
        for (Segment segment : message.segments()) {
            for (int n = 1; n <= segment.fieldCount() + 1; n++) {
                assertThat(segment.isEmpty(n)).isEqualTo(segment.field(n).isEmpty());
                for (Repetition repetition : segment.field(n).repetitions()) {
                    Pieces components = Pieces.of(repetition);
                    for (int c = 1; c <= 9; c++) {
                        Component component = repetition.component(c);
                        same(components.at(c), component);
                        Pieces subcomponents = Pieces.of(component);
                        for (int s = 1; s <= 5; s++) {
                            same(subcomponents.at(s), component.subcomponent(s));
                        }
                    }
                }
            }
        }
    }

    @Test
    void hasTheTextThatItGives() {
        for (Leaf leaf : message.leaves()) {
            String text = leaf.value().text();
            assertThat(leaf.value().hasText(text)).isTrue();
            assertThat(leaf.value().hasText(text + "x")).isFalse();
            assertThat(leaf.value().hasText(text.substring(1))).isFalse();
        }
        Part name = message.segments("PID").get(0).field(5).component(2);
        assertThat(name.hasText("J^n")).isTrue();
        assertThat(name.hasText("J\\S\\n")).isFalse();
        assertThat(message.segments("PID").get(0).field(11).hasText("a")).isTrue();
        assertThat(message.segments("NTE").get(0).field(5).hasText("")).isTrue();
    }

    private static void same(@Nullable Part piece, Part part) {
        if (part.isEmpty() || piece == null) {
            assertThat(piece).isNull();
            assertThat(part.isEmpty()).isTrue();
        } else {
            assertThat(piece).hasSameClassAs(part);
            assertThat(piece.offset()).isEqualTo(part.offset());
            assertThat(piece.endOffset()).isEqualTo(part.endOffset());
        }
    }
}
