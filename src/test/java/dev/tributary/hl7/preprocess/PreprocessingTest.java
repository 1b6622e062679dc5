package dev.tributary.hl7.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.hl7.FieldPath;
import dev.tributary.kit.MessageMutator;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {

    private static final String HEAD = "MSH|^~\\&|A|B|||20260302||ADT^A08|1|P|2.5.1\r";

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "move-field PID-2 PID-3            # PID|1|M1||X                # PID|1||M1|X",
                "move-field PID-2 PID-3            # PID|1|M1|P7^^^B            # PID|1||P7^^^B~M1",
                "move-field PID-4 PID-3            # PID|1||P7|\"\"             # PID|1||P7|\"\"",
                "default-authority HOSP            # PID|1||M1~M2^^^B           # PID|1||M1^^^HOSP~M2^^^B",
                "default-authority H^1.2.3^ISO     # PID|1||M1^^^^MR            # PID|1||M1^^^H&1.2.3&ISO^MR",
                "default-authority H PV1-19        # PV1|1||||||||||||||||||V1  # PV1|1||||||||||||||||||V1^^^H",
                "strip-leading-zeros PID-3         # PID|1||00042^^^007~000     # PID|1||42^^^007~0",
                "trim                              # PID| 1 || 42 ^ ^^ B& C     # PID|1||42^^^B&C",
                "fix-date PID-7 dd.MM.yyyy         # PID|1||||||14.03.1962      # PID|1||||||19620314",
                "fix-date PID-7 M/d/yy             # PID|1||||||3/4/62          # PID|1||||||19620304",
                "fix-date PID-7 M/d/yy             # PID|1||||||3/4/26          # PID|1||||||20260304",
                "fix-date PID-7 M/d/yy             # PID|1||||||3/4/27          # PID|1||||||19270304",
                "fix-date PID-7 MMddyyyy           # PID|1||||||03141962        # PID|1||||||19620314",
                "fix-date PID-7 MMddyyyy           # PID|1||||||19620314        # PID|1||||||19620314",
                "fix-date PID-7 yyyy-MM-dd         # PID|1||||||1962-02-30      # PID|1||||||1962-02-30",
                "fix-date PID-7 \"dd.MM.yyyy HH:mm\" # PID|1||||||14.03.1962 08:15 # PID|1||||||196203140815",
                "set-missing PID-3.5 MR            # PID|1||M1~M2^^^^PI         # PID|1||M1^^^^MR~M2^^^^PI",
                "infer-value-type                  # OBX|1||X||4.10             # OBX|1|NM|X||4.10",
                "infer-value-type                  # OBX|1||X||a^b^L            # OBX|1|CWE|X||a^b^L",
                "infer-value-type                  # OBX|1||X||clear            # OBX|1|ST|X||clear",
                "infer-value-type                  # OBX|1|TX|X||4.10           # OBX|1|TX|X||4.10",
            })
    void mendsWhatItIsFor(String step, String before, String after) {
        assertThat(apply(step, HEAD + before + "\r")).isEqualTo(HEAD + after + "\r");
    }

    @Test
    void setsTheStructureOfTheEvent() {
        assertThat(apply("set-structure", HEAD)).contains("|ADT^A08^ADT_A01|");
        assertThat(apply("set-structure", HEAD.replace("ADT^A08", "ORU^R01"))).contains("|ORU^R01^ORU_R01|");
        assertThat(apply("set-structure", HEAD.replace("ADT^A08", "ADT^A40^ADT_A39")))
                .contains("|ADT^A40^ADT_A39|");
    }

    @Test
    void endsSegmentsAtASendersOwnMark() {
        assertThat(apply("replace-terminator <CR>", "MSH|^~\\&|A<CR>PID|1||a <CR> b<CR>PV1|1<CR>"))
                .isEqualTo("MSH|^~\\&|A\rPID|1||a <CR> b\rPV1|1\r");
        assertThat(apply("replace-terminator \\u001e", "MSH|^~\\&|A\u001ePID|1"))
                .isEqualTo("MSH|^~\\&|A\rPID|1");
    }

    @Test
    void joinsLinesThatAreNoSegments() {
        assertThat(apply("join-lines", HEAD + "NTE|1||first\rsecond\rPV1|1\r"))
                .isEqualTo(HEAD + "NTE|1||first\\.br\\second\rPV1|1\r");
    }

    @Test
    void stepsRunInOrderAndTellWhatTheyChanged() {
        Preprocessed done = Preprocessing.of(List.of("move-field PID-2 PID-3", "default-authority B"))
                .apply((HEAD + "PID|1|M1|P7^^^X\r").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(new String(done.bytes(), StandardCharsets.UTF_8)).contains("PID|1||P7^^^X~M1^^^B");
        assertThat(done.changes())
                .containsExactly(
                        new Change("move-field", FieldPath.parse("PID-3[2]"), FieldPath.parse("PID-2")),
                        new Change("default-authority", FieldPath.parse("PID-3[2].4"), null));
    }

    @Test
    void whatIsNotChangedStaysByteForByte() {
        byte[] odd = (HEAD.replace("\r", "\r\n") + "PID|1||042||Sm\u00EFth \u0092\r\n\nZZZ|\u0000|x")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] before = odd.clone();

        byte[] after = Preprocessing.of(List.of("strip-leading-zeros PID-3"))
                .apply(odd, StandardCharsets.UTF_8)
                .bytes();

        assertThat(odd).isEqualTo(before);
        assertThat(new String(after, StandardCharsets.ISO_8859_1))
                .isEqualTo(new String(before, StandardCharsets.ISO_8859_1).replace("042", "42"));
    }

    @Test
    void delimitersWithinCharactersOfTwoBytesAreNoDelimiters() {
        Charset gb = Charset.forName("GB18030");
        // the second byte of this character is that of a vertical bar
        String name = "\u4E0C\u8C65";
        String message = HEAD.replace("2.5.1", "2.5.1||||||GB 18030-2000") + "PID|1||042||" + name + "\r";

        byte[] after = Preprocessing.of(List.of("strip-leading-zeros PID-3", "trim"))
                .apply(message.getBytes(gb), StandardCharsets.UTF_8)
                .bytes();

        assertThat(new String(after, gb)).isEqualTo(message.replace("042", "42"));
    }

    @Test
    void withNothingToDoTheBytesAreTheVeryOnes() {
        byte[] bytes = (HEAD + "PID|1||42\r").getBytes(StandardCharsets.UTF_8);

        assertThat(Preprocessing.of(List.of("trim", "join-lines"))
                        .apply(bytes, StandardCharsets.UTF_8)
                        .bytes())
                .isSameAs(bytes);
        assertThat(Preprocessing.NONE.apply(bytes, StandardCharsets.UTF_8).bytes())
                .isSameAs(bytes);
    }

    @Test
    void takesAnyBytes() {
        MessageMutator mutator = new MessageMutator(20260303L);
        Preprocessing all = Preprocessing.of(List.of(
                "replace-terminator <CR>",
                "join-lines",
                "move-field PID-2 PID-3",
                "default-authority H^1.2.3^ISO",
                "trim",
                "strip-leading-zeros PID-3.1 PID-3.4.2",
                "fix-date PID-7 dd.MM.yyyy M/d/yy",
                "set-missing PID-3[1].5.2 MR",
                "set-structure",
                "infer-value-type"));
        for (int i = 0; i < 2_000; i++) {
            byte[] mutant = mutator.next();
            byte[] before = mutant.clone();

            Preprocessed once = all.apply(mutant, StandardCharsets.UTF_8);

            assertThat(mutant).as("mutant %s", i).isEqualTo(before);
            assertThat(once.bytes()).as("mutant %s", i).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tirm",
                "move-field PID-2",
                "move-field PID-2 PV1-3",
                "move-field PID-2.1 PID-3",
                "default-authority PID-3",
                "strip-leading-zeros",
                "strip-leading-zeros pid3",
                "strip-leading-zeros PID[2]-3",
                "fix-date PID-7",
                "fix-date PID-7 dd.MMM.yyyy",
                "set-missing MSH-2 x",
                "replace-terminator CR",
                "set-structure now",
                ""
            })
    void aMistakeIsToldWithItsCure(String step) {
        assertThatThrownBy(() -> Preprocessing.of(List.of(step)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*step '.*\\(.+\\)");
    }

    private static String apply(String step, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return new String(
                Preprocessing.of(List.of(step))
                        .apply(bytes, StandardCharsets.UTF_8)
                        .bytes(),
                StandardCharsets.UTF_8);
    }
}
