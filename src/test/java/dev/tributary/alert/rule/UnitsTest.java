package dev.tributary.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UnitsTest {

    @Test
    void answersTheSameEachTimeItIsAsked() {
        for (int i = 0; i < 2; i++) {
            assertThat(Units.convert(new BigDecimal("150"), "mg/dL", "g/L"))
                    .hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo("1.5"));
            assertThat(Units.convert(new BigDecimal("15"), "mg/dL", "g/L"))
                    .hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo("0.15"));
            assertThat(Units.convert(new BigDecimal("1.5"), "g/L", "mg/dL"))
                    .hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo("150"));
            assertThat(Units.convert(new BigDecimal("150"), "mmol/L", "mg/dL")).isEmpty();
            assertThat(Units.convert(new BigDecimal("150"), "potatoes", "mg/dL"))
                    .isEmpty();
        }
    }

    @Test
    void answersWhateverAUnitIsCalledAndHoweverOftenThatChanges() {
        assertThat(Units.convert(BigDecimal.ONE, "m".repeat(100_000), "mg/dL")).isEmpty();
        for (int i = 0; i < 10_000; i++) {
            assertThat(Units.convert(BigDecimal.ONE, "odd" + i, "mg/dL")).isEmpty();
        }
        assertThat(Units.convert(new BigDecimal("150"), "mg/dL", "g/L")).isPresent();
    }
}
