package dev.tributary.mapping.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.hl7.Hl7Time;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirTimesTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "2026, 2026",
        "202603, 2026-03",
        "20260302, 2026-03-02",
        "2026030209, 2026-03-02T09:00:00-05:00",
        "202603020915, 2026-03-02T09:15:00-05:00",
        "20260302091530, 2026-03-02T09:15:30-05:00",
        "20260702091530, 2026-07-02T09:15:30-04:00",
        "20260302091530.1234, 2026-03-02T09:15:30.1234-05:00",
        "20260302091530+0530, 2026-03-02T09:15:30+05:30",
        "202603020915-0000, 2026-03-02T09:15:00-00:00",
        "20240229, 2024-02-29"
    })
    void keepsPrecisionAndOffset(String hl7, String fhir) {
        assertThat(FhirTimes.dateTime(hl7, NEW_YORK)).isEqualTo(fhir);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20261301",
                "20260230",
                "20250229",
                "00000000",
                "2026-03-02",
                "20260302240000",
                "20260302096000",
                "20260302091530+1500",
                "yesterday",
                "202",
                "20260302 0915"
            })
    void refusesWhatIsNoTime(String hl7) {
        assertThat(FhirTimes.dateTime(hl7, NEW_YORK)).isNull();
        assertThat(Hl7Time.of(hl7)).isNull();
    }

    @Test
    void cutsDatesAndFillsInstants() {
        assertThat(FhirTimes.date("20260302091530+0530")).isEqualTo("2026-03-02");
        assertThat(FhirTimes.instant("202603", NEW_YORK)).isEqualTo("2026-03-01T00:00:00-05:00");
        assertThat(FhirTimes.time("0915")).isEqualTo("09:15:00");
        assertThat(FhirTimes.time("223100.0000")).isEqualTo("22:31:00");
        assertThat(FhirTimes.time("2515")).isNull();
    }
}
