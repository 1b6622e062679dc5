package dev.tributary.alert.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A unit's name comes out of a message, and the report is opened in spreadsheets. */
class TimelinessCsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=1\n+1"})
    void noUnitIsAFormula(String unit) {
        assertThat(csv(unit)).contains(",\"'" + unit + "\",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WARD-1", "4 \"East\", bed"})
    void anyOtherNameStaysAsItIs(String unit) {
        assertThat(csv(unit)).contains(",\"" + unit.replace("\"", "\"\"") + "\",");
    }

    private static String csv(String unit) {
        return Timeliness.csv(
                List.of(new TimelinessRow("critical-result", unit, LocalDate.EPOCH, 1, 0, 0, 1, 0, 0, null, null)));
    }
}
