package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"PID-3", "PID-3.4", "PID-3[2].4.1", "OBX[2]-5", "OBX[2]-5[3].1", "ZX1-1", "???-2", "???[3]-1"})
    void printsWhatItParses(String text) {
        assertThat(FieldPath.parse(text)).hasToString(text);
    }

    @Test
    void theFirstNeedNotBeSaid() {
        assertThat(FieldPath.parse("OBX[1]-5[1].1")).isEqualTo(FieldPath.parse("OBX-5.1"));
        assertThat(FieldPath.of("PID", 3)).isEqualTo(FieldPath.parse("PID-3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PID",
                "PID-",
                "PID-0",
                "pid-3",
                "PID-3.",
                "PID-3.0",
                "PID-3[0]",
                "PID-3.1.1.1",
                "PID.3",
                "PIDX-3",
                "PID-3]",
                "PID-9999999999"
            })
    void saysHowAPathIsWritten(String text) {
        assertThatThrownBy(() -> FieldPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("PID-3[2].4.1");
    }

    @Test
    void countsFromOne() {
        assertThatThrownBy(() -> new FieldPath("PID", 0, 3, 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FieldPath("PID", 1, 3, 1, 0, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comparesByNumberAndNotByText() {
        List<FieldPath> sorted = Stream.of("PID-11", "PID-3.10", "PID-3.2", "OBX[10]-1", "OBX[2]-1", "PID-3")
                .map(FieldPath::parse)
                .sorted()
                .toList();

        assertThat(sorted)
                .extracting(FieldPath::toString)
                .containsExactly("OBX[2]-1", "OBX[10]-1", "PID-3", "PID-3.2", "PID-3.10", "PID-11");
    }

    @Test
    void anUndividedValueIsItsOwnFirstComponent() {
        assertThat(FieldPath.parse("PID-8").leaf())
                .isEqualTo(FieldPath.parse("PID-8.1").leaf());
        assertThat(FieldPath.parse("PID-8.1").leaf()).isEqualTo(FieldPath.parse("PID-8.1.1"));
        assertThat(FieldPath.parse("PID-8.2").leaf())
                .isNotEqualTo(FieldPath.parse("PID-8").leaf());
    }

    @Test
    void coversWhatLiesWithin() {
        FieldPath field = FieldPath.parse("PID-3");

        assertThat(field.covers(FieldPath.parse("PID-3.4.2"))).isTrue();
        assertThat(field.covers(FieldPath.parse("PID-3[2].4"))).isFalse();
        assertThat(FieldPath.parse("PID-3.4").covers(FieldPath.parse("PID-3.4.2")))
                .isTrue();
        assertThat(FieldPath.parse("PID-3.4").covers(FieldPath.parse("PID-3"))).isFalse();
        assertThat(FieldPath.parse("PID-8.1").covers(FieldPath.parse("PID-8"))).isTrue();
        assertThat(field.covers(FieldPath.parse("PV1-3"))).isFalse();
    }
}
