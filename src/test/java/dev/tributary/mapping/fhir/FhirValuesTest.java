package dev.tributary.mapping.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirValuesTest {

    @ParameterizedTest
    @CsvSource({
        "98.00, decimal, 98.00",
        "+5, decimal, 5",
        "-.5, decimal, -0.5",
        "007.10, decimal, 7.10",
        "6., decimal, 6",
        "12, integer, 12",
        "+3, positiveInt, 3",
        "0, unsignedInt, 0",
        "Y, boolean, true",
        "N, boolean, false",
        "' a  b ', code, a b",
        "http://loinc.org, uri, http://loinc.org",
        "text with spaces, string, text with spaces"
    })
    void writesValuesAsR4Wants(String text, String type, String value) {
        assertThat(FhirValues.of(text, type, ZoneOffset.UTC)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "1e5, decimal",
        "five, decimal",
        "., decimal",
        "1.5, integer",
        "0, positiveInt",
        "-1, unsignedInt",
        "99999999999, integer",
        "maybe, boolean",
        "not a uri, uri",
        "20261399, date",
        "' ', string"
    })
    void refusesWhatIsNotOfTheType(String text, String type) {
        assertThat(FhirValues.of(text, type, ZoneOffset.UTC)).isNull();
    }
}
