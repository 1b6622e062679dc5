package dev.tributary.flow.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementReaderTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "20260302, 2026-03-02",
        "202603020915, 2026-03-02T09:15:00-05:00",
        "20260702091530, 2026-07-02T09:15:30-04:00",
        "20260302091530.1234, 2026-03-02T09:15:30-05:00",
        "20260302091530+0530, 2026-03-02T09:15:30+05:30"
    })
    void readsTimesToTheSecondAndDays(String hl7, String fhir) {
        assertThat(StatementReader.time(hl7, NEW_YORK).getValueAsString()).isEqualTo(fhir);
    }

    /** What orders nothing, and what does not exist: the time of receipt stands in for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026", "202603", "2026030209", "20260230", "20260302250000", "20260302091530+9900", "soon"})
    void saysNothingOfWhatIsNoTime(String hl7) {
        assertThat(StatementReader.time(hl7, NEW_YORK).hasValue()).isFalse();
    }
}
