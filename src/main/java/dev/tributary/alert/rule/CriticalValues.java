package dev.tributary.alert.rule;

import dev.tributary.base.Problems;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.jspecify.annotations.Nullable;

/**
 * The hospital's table of critical values, {@code critical-values.csv}: the first line that fits a result's LOINC code and
 * the patient's sex and age says what is critical. Immutable.
 */
final class CriticalValues {

    private static final String HEAD = "loinc,test,sex,age_from,age_to,unit,low,high";
    private static final Pattern LOINC = Pattern.compile("\\d{1,7}-\\d");
    private static final Pattern AGE = Pattern.compile("(\\d{1,3})([dwmy])");
    private static final Set<String> SEXES = Set.of("", "male", "female", "other", "unknown");

    private final Map<String, List<CriticalRow>> byLoinc;

    private CriticalValues(Map<String, List<CriticalRow>> byLoinc) {
        this.byLoinc = byLoinc;
    }

    /**
     * @param files among them the table, or not
     * @param problems takes what is wrong with it
     */
    static CriticalValues in(Collection<RuleFile> files, Problems problems) {
        Map<String, List<CriticalRow>> rows = new HashMap<>();
        for (RuleFile file : files) {
            if (file.isTable()) {
                read(file, problems, rows);
            }
        }
        return new CriticalValues(rows);
    }

    private static void read(RuleFile file, Problems problems, Map<String, List<CriticalRow>> rows) {
        String[] lines = file.text().split("\\R");
        boolean head = false;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!head) {
                head = true;
                if (!line.equals(HEAD)) {
                    problems.add(file.name(), i + 1, "the first line names other columns", "write " + HEAD);
                    return;
                }
                continue;
            }
            CriticalRow row = row(file.name(), i + 1, line, problems);
            if (row != null) {
                rows.computeIfAbsent(row.loinc(), code -> new ArrayList<>()).add(row);
            }
        }
    }

    private static @Nullable CriticalRow row(String file, int line, String text, Problems problems) {
        String[] cells = text.split(",", -1);
        if (cells.length != 8) {
            problems.add(file, line, cells.length + " columns where there should be 8", "columns are " + HEAD);
            return null;
        }
        List<String> units =
                Arrays.stream(cells[5].split("\\|")).map(String::strip).toList();
        BigDecimal low = number(file, line, cells[6].strip(), problems);
        BigDecimal high = number(file, line, cells[7].strip(), problems);
        if (!LOINC.matcher(cells[0].strip()).matches()) {
            problems.add(file, line, "'" + cells[0].strip() + "' is no LOINC code", "write 2823-3");
        }
        if (!SEXES.contains(cells[2].strip())) {
            problems.add(file, line, "'" + cells[2].strip() + "' is no sex", "male, female, other, unknown or nothing");
        }
        if (!Units.isKnown(units.get(0))) {
            problems.add(
                    file, line, "'" + units.get(0) + "' is no UCUM unit", "write mmol/L; other spellings after a |");
        }
        if (low == null && high == null) {
            problems.add(file, line, "neither low nor high is stated", "state at least one");
        } else if (low != null && high != null && low.compareTo(high) >= 0) {
            problems.add(
                    file, line, "low is not below high", "critical is what is at or below low, or at or above high");
        }
        return new CriticalRow(
                cells[0].strip(),
                cells[2].strip(),
                age(file, line, cells[3].strip(), problems),
                age(file, line, cells[4].strip(), problems),
                units,
                low,
                high);
    }

    private static @Nullable BigDecimal number(String file, int line, String cell, Problems problems) {
        try {
            return cell.isEmpty() ? null : new BigDecimal(cell);
        } catch (NumberFormatException e) {
            problems.add(file, line, "'" + cell + "' is no number", "write 6.2");
            return null;
        }
    }

    private static @Nullable Period age(String file, int line, String cell, Problems problems) {
        if (cell.isEmpty()) {
            return null;
        }
        Matcher parts = AGE.matcher(cell);
        if (!parts.matches()) {
            problems.add(file, line, "'" + cell + "' is no age", "write 28d, 6w, 3m or 18y");
            return null;
        }
        int amount = Integer.parseInt(parts.group(1));
        return switch (parts.group(2)) {
            case "d" -> Period.ofDays(amount);
            case "w" -> Period.ofWeeks(amount);
            case "m" -> Period.ofMonths(amount);
            default -> Period.ofYears(amount);
        };
    }

    /** @return which limit the result has reached, such as {@code at or above 6.2 mmol/L}; empty if none */
    Optional<String> judge(ChangeView view) {
        if (!(view.current() instanceof Observation result) || !(result.getValue() instanceof Quantity value)) {
            return Optional.empty();
        }
        return judge(result, value, view);
    }

    private Optional<String> judge(Observation result, Quantity value, ChangeView view) {
        List<CriticalRow> rows = result.getCode().getCoding().stream()
                .flatMap(coding -> byLoinc.getOrDefault(coding.getCode(), List.of()).stream())
                .toList();
        if (rows.isEmpty() || value.getValue() == null) {
            return Optional.empty();
        }
        Patient patient = view.around()
                .read(view.patient())
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .orElse(null);
        String gender = patient == null || patient.getGender() == null
                ? null
                : patient.getGender().toCode();
        // a date of birth has no zone: what its text says is the day
        LocalDate birth = patient == null || patient.getBirthDateElement().getValueAsString() == null
                ? null
                : day(patient.getBirthDateElement().getValueAsString());
        LocalDate day = day(result, view.context().at());
        return rows.stream()
                .filter(row -> row.isFor(gender, birth, day))
                .findFirst()
                .flatMap(row -> reached(row, value));
    }

    private static @Nullable LocalDate day(String date) {
        return date.length() < 10 ? null : LocalDate.parse(date.substring(0, 10));
    }

    private static LocalDate day(Observation result, Instant otherwise) {
        if (result.getEffective() instanceof DateTimeType time && time.getValue() != null) {
            TimeZone zone = time.getTimeZone();
            return time.getValue()
                    .toInstant()
                    .atZone(zone == null ? ZoneOffset.UTC : ZoneId.of(zone.getID(), ZoneId.SHORT_IDS))
                    .toLocalDate();
        }
        return otherwise.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static Optional<String> reached(CriticalRow row, Quantity value) {
        BigDecimal number = inUnitOf(row, value);
        if (number == null) {
            return Optional.empty();
        }
        QuantityComparator comparator = value.getComparator();
        boolean more =
                comparator == QuantityComparator.GREATER_THAN || comparator == QuantityComparator.GREATER_OR_EQUAL;
        boolean less = comparator == QuantityComparator.LESS_THAN || comparator == QuantityComparator.LESS_OR_EQUAL;
        // "less than 7" says nothing about a limit above, "more than 2" nothing about one below
        if (row.high() != null && !less && number.compareTo(row.high()) >= 0) {
            return Optional.of("at or above " + row.high().toPlainString() + " "
                    + row.units().get(0));
        }
        if (row.low() != null && !more && number.compareTo(row.low()) <= 0) {
            return Optional.of("at or below " + row.low().toPlainString() + " "
                    + row.units().get(0));
        }
        return Optional.empty();
    }

    // without a unit nothing is judged: 6.2 of what?
    private static @Nullable BigDecimal inUnitOf(CriticalRow row, Quantity value) {
        List<String> stated = Stream.of(value.getCode(), value.getUnit())
                .filter(unit -> unit != null && !unit.isBlank())
                .map(String::strip)
                .toList();
        for (String unit : stated) {
            if (row.units().stream().anyMatch(unit::equalsIgnoreCase)) {
                return value.getValue();
            }
        }
        for (String unit : stated) {
            Optional<BigDecimal> converted =
                    Units.convert(value.getValue(), unit, row.units().get(0));
            if (converted.isPresent()) {
                return converted.get();
            }
        }
        return null;
    }
}
