package dev.tributary.console;

import dev.tributary.flow.rehearsal.Difference;
import dev.tributary.flow.rehearsal.RehearsalReport;
import java.time.Instant;
import java.util.List;

/**
 * A rehearsal as it is drawn.
 *
 * @param words how far it has come
 * @param percent 0 to 100
 * @param rows by kind of difference
 */
public record TrafficView(String state, String what, String words, int percent, boolean running, List<Row> rows) {

    private static final int MOST_ROWS = 100;

    /** One kind of difference. */
    public record Row(String element, String before, String after, long count, List<Long> examples) {}

    static TrafficView of(RehearsalReport report, Instant now) {
        boolean running = report.state() == RehearsalReport.State.RUNNING;
        Instant end = report.endedAt() == null ? now : report.endedAt();
        return new TrafficView(
                Words.of(report.state()),
                report.what(),
                report.done() + " of " + report.total() + " messages of the last " + report.days() + " days"
                        + (report.feed().isEmpty() ? "" : " of " + report.feed())
                        + ": " + report.different() + " come out differently"
                        + (report.unread() == 0 ? "" : ", " + report.unread() + " could not be mapped")
                        + ". Begun by " + report.who() + ", " + Times.lasted(report.startedAt(), end) + ".",
                report.total() == 0 ? (running ? 0 : 100) : (int) (100 * report.done() / report.total()),
                running,
                report.differences().stream()
                        .limit(MOST_ROWS)
                        .map(TrafficView::row)
                        .toList());
    }

    private static Row row(Difference one) {
        return new Row(
                one.element(),
                one.others() ? "(other values)" : one.before(),
                one.others() ? "(other values)" : one.after(),
                one.count(),
                one.examples());
    }
}
