package dev.tributary.console;

import dev.tributary.alert.ledger.TimelinessRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How soon alerts of one rule were answered, week by week, as bars: answered in time, answered late, and overdue.
 *
 * @param rule name
 * @param words the same in one sentence, for who does not see the picture
 * @param bars a week each, the oldest first; lengths in the units of the picture
 */
public record TimelinessChart(String rule, String words, List<Bar> bars) {

    /** Height of the tallest bar. */
    public static final int HEIGHT = 80;

    private static final int WEEKS = 13;

    /**
     * One week.
     *
     * @param week its Monday
     * @param words the week in one sentence
     */
    public record Bar(LocalDate week, int inTime, int late, int overdue, String words) {}

    private static final class Sum {
        private long inTime;
        private long late;
        private long overdue;
        private long acknowledged;
        private double waited;
    }

    /**
     * @param rows of all units
     * @param thisWeek Monday of the week that runs
     * @return a chart for each rule, by name
     */
    static List<TimelinessChart> of(List<TimelinessRow> rows, LocalDate thisWeek) {
        Map<String, Map<LocalDate, Sum>> rules = new TreeMap<>();
        for (TimelinessRow row : rows) {
            Sum sum = rules.computeIfAbsent(row.rule(), rule -> new TreeMap<>())
                    .computeIfAbsent(row.week(), week -> new Sum());
            sum.inTime += row.withinPolicy();
            sum.late += row.acknowledged() - row.withinPolicy();
            sum.overdue += row.overdue();
            Double median = row.medianSeconds();
            if (median != null) {
                sum.acknowledged += row.acknowledged();
                sum.waited += median * row.acknowledged();
            }
        }
        List<TimelinessChart> charts = new ArrayList<>();
        rules.forEach((rule, weeks) -> charts.add(chart(rule, weeks, thisWeek)));
        return charts;
    }

    private static TimelinessChart chart(String rule, Map<LocalDate, Sum> weeks, LocalDate thisWeek) {
        long most = 1;
        long inTime = 0;
        long counted = 0;
        for (Sum sum : weeks.values()) {
            long all = sum.inTime + sum.late + sum.overdue;
            most = Math.max(most, all);
            inTime += sum.inTime;
            counted += all;
        }
        List<Bar> bars = new ArrayList<>();
        for (int back = WEEKS - 1; back >= 0; back--) {
            LocalDate week = thisWeek.minusWeeks(back);
            bars.add(bar(week, weeks.get(week), most));
        }
        String share = counted == 0 ? "none to judge yet" : Math.round(100.0 * inTime / counted) + " % in time";
        return new TimelinessChart(rule, rule + ", last " + WEEKS + " weeks: " + counted + " alerts, " + share, bars);
    }

    private static Bar bar(LocalDate week, @Nullable Sum sum, long most) {
        if (sum == null) {
            return new Bar(week, 0, 0, 0, "week of " + week + ": none");
        }
        String median = sum.acknowledged == 0
                ? ""
                : String.format(Locale.ROOT, ", answered in about %.0f min", sum.waited / sum.acknowledged / 60);
        return new Bar(
                week,
                height(sum.inTime, most),
                height(sum.late, most),
                height(sum.overdue, most),
                "week of " + week + ": " + sum.inTime + " in time, " + sum.late + " late, " + sum.overdue + " overdue"
                        + median);
    }

    // what is there is seen, however much there was in another week
    private static int height(long count, long most) {
        return count == 0 ? 0 : Math.max(2, (int) (HEIGHT * count / most));
    }
}
