package dev.tributary.alert.rule;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;

/**
 * Units of measure by UCUM. Thread-safe; the tables are read at the first question. What UCUM answered is remembered for a
 * while: it calculates with digits in texts, some milliseconds each time, and a laboratory's units and values come again
 * and again.
 */
final class Units {

    private static final int MOST = 4_096;
    /** Units come from outside: longer ones are not kept. */
    private static final int LONGEST = 64;

    /** By both units, in the order of the question. */
    private static final Map<List<String>, Boolean> COMPARABLE = ofTheLatest();

    private static final Map<Question, Optional<BigDecimal>> ANSWERS = ofTheLatest();

    private record Question(BigDecimal value, String from, String to) {}

    private Units() {}

    /** @return whether it is a UCUM code */
    static boolean isKnown(String unit) {
        synchronized (Service.UCUM) {
            // null is UCUM's word for valid
            return Service.UCUM.validate(unit) == null;
        }
    }

    /**
     * @param value in the unit {@code from}
     * @return the same quantity in the unit {@code to}; empty if one of them is no unit or they measure different things
     */
    static Optional<BigDecimal> convert(BigDecimal value, String from, String to) {
        if (from.equals(to)) {
            return Optional.of(value);
        }
        if (from.length() > LONGEST || to.length() > LONGEST || value.precision() > LONGEST) {
            return calculate(value, from, to);
        }
        List<String> units = List.of(from, to);
        if (Boolean.FALSE.equals(COMPARABLE.get(units))) {
            return Optional.empty();
        }
        Question question = new Question(value, from, to);
        Optional<BigDecimal> known = ANSWERS.get(question);
        if (known == null) {
            known = calculate(value, from, to);
            ANSWERS.put(question, known);
        }
        return known;
    }

    private static Optional<BigDecimal> calculate(BigDecimal value, String from, String to) {
        try {
            synchronized (Service.UCUM) {
                if (!areComparable(from, to)) {
                    return Optional.empty();
                }
                return Optional.of(new BigDecimal(Service.UCUM
                        .convert(new Decimal(value.toPlainString()), from, to)
                        .asDecimal()));
            }
        } catch (UcumException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean areComparable(String from, String to) throws UcumException {
        if (from.length() > LONGEST || to.length() > LONGEST) {
            return Service.UCUM.validate(from) == null && Service.UCUM.isComparable(from, to);
        }
        List<String> units = List.of(from, to);
        Boolean known = COMPARABLE.get(units);
        if (known == null) {
            known = Service.UCUM.validate(from) == null && Service.UCUM.isComparable(from, to);
            COMPARABLE.put(units, known);
        }
        return known;
    }

    private static <K, V> Map<K, V> ofTheLatest() {
        return Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        });
    }

    private static final class Service {
        static final UcumService UCUM = load();

        private static UcumService load() {
            try (InputStream table = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
                return new UcumEssenceService(table);
            } catch (java.io.IOException | UcumException e) {
                throw new IllegalStateException("the UCUM table comes with its library", e);
            }
        }
    }
}
