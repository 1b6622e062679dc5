package dev.tributary.console;

import java.util.List;

/**
 * The board as it is drawn.
 *
 * @param open what waits for a person, the one due first at the top
 * @param latest what was raised last, whatever became of it
 * @param charts how soon alerts were answered, by rule
 */
public record AlertBoard(List<Row> open, List<Row> latest, List<TimelinessChart> charts) {

    /**
     * @param due when an answer is due, in words; empty if none is asked for
     * @param late whether that is over
     */
    public record Row(
            String id,
            String severity,
            String rule,
            String text,
            String raised,
            String due,
            boolean late,
            int step,
            String standing,
            String unit) {}
}
