package dev.tributary.cli.simulate;

import dev.tributary.vocabulary.Csv;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One test of a panel, as {@code labs.csv} has it.
 *
 * @param panelCode LOINC of the panel
 * @param panelName of the panel
 * @param loinc of the test
 * @param name of the test
 * @param unit UCUM
 * @param low of the reference range
 * @param high of the reference range
 * @param decimals that the laboratory prints
 * @param criticalLow critical at or below; null if it never is
 * @param criticalHigh critical at or above; null if it never is
 */
record LabTest(
        String panelCode,
        String panelName,
        String loinc,
        String name,
        String unit,
        double low,
        double high,
        int decimals,
        @Nullable Double criticalLow,
        @Nullable Double criticalHigh) {

    /**
     * A value as it is printed, with its flag.
     *
     * @param text OBX-5
     * @param flag OBX-8; empty within the range
     */
    record Value(String text, String flag) {

        boolean isCritical() {
            return flag.equals("HH") || flag.equals("LL");
        }
    }

    static LabTest of(Csv.Line line) {
        return new LabTest(
                line.cell(1),
                line.cell(2),
                line.cell(3),
                line.cell(4),
                line.cell(5),
                Double.parseDouble(line.cell(6)),
                Double.parseDouble(line.cell(7)),
                Integer.parseInt(line.cell(8)),
                line.cell(9).isEmpty() ? null : Double.valueOf(line.cell(9)),
                line.cell(10).isEmpty() ? null : Double.valueOf(line.cell(10)));
    }

    /** @return a value within the range, mostly */
    Value normal(Random random) {
        double middle = (low + high) / 2;
        double deviation = (high - low) / 4;
        double drawn = middle + deviation * Math.max(-2, Math.min(2, random.nextGaussian()));
        return printed(drawn);
    }

    /** @return a value outside of the range and not critical */
    Value abnormal(Random random) {
        boolean up = random.nextBoolean();
        double width = high - low;
        double far = up
                ? (criticalHigh == null ? width : (criticalHigh - high) * 0.8)
                : (criticalLow == null ? Math.min(width, low / 2) : (low - criticalLow) * 0.8);
        double away = far * (0.1 + 0.9 * random.nextDouble());
        return printed(up ? high + away : low - away);
    }

    /** @return a value at or beyond a critical limit */
    Value critical(Random random) {
        boolean up = criticalLow == null || (criticalHigh != null && random.nextBoolean());
        double limit = up ? criticalHigh == null ? high : criticalHigh : criticalLow == null ? low : criticalLow;
        double away = Math.abs(limit) * 0.15 * random.nextDouble();
        return printed(up ? limit + away : limit - away);
    }

    String range() {
        return plain(low) + "-" + plain(high);
    }

    // the flag is of the value as printed, as the laboratory's own system sets it
    private Value printed(double drawn) {
        double unitInLastPlace = StrictMath.pow(10, -decimals);
        BigDecimal value =
                BigDecimal.valueOf(Math.max(unitInLastPlace, drawn)).setScale(decimals, RoundingMode.HALF_EVEN);
        double shown = value.doubleValue();
        String flag = "";
        if (criticalLow != null && shown <= criticalLow) {
            flag = "LL";
        } else if (criticalHigh != null && shown >= criticalHigh) {
            flag = "HH";
        } else if (shown < low) {
            flag = "L";
        } else if (shown > high) {
            flag = "H";
        }
        return new Value(value.toPlainString(), flag);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
