package dev.tributary.alert.rule;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;

/** Units of measure by UCUM. Thread-safe; the tables are read at the first question. */
final class Units {

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
        try {
            synchronized (Service.UCUM) {
                if (Service.UCUM.validate(from) != null || !Service.UCUM.isComparable(from, to)) {
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
