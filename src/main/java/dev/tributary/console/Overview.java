package dev.tributary.console;

import java.util.List;
import java.util.Locale;

/**
 * The overview as it is drawn: words only.
 *
 * @param level {@code up}, {@code degraded} or {@code down}
 * @param verdict one line that tells whether all is well
 * @param concerns what needs a person, each with a way to it
 * @param about version, age
 * @param now the engine's time
 * @param operator whether links to messages are of use
 */
public record Overview(
        String level,
        String verdict,
        List<Concern> concerns,
        List<PartLine> parts,
        List<FeedLine> feeds,
        List<SubscriberLine> subscribers,
        List<StatusApi.Fact> facts,
        String about,
        String now,
        boolean operator) {

    /** @param link empty if it leads nowhere */
    public record Concern(String words, String link) {}

    /** Database, broker, store, disk … */
    public record PartLine(String name, String level, String state) {}

    /** A counter with its reasons. */
    public record Count(String count, String why, String level) {

        static Count of(long count, String why, String levelIfSome) {
            return new Count(grouped(count), why, count == 0 ? "zero" : levelIfSome);
        }

        public boolean isSome() {
            return !count.equals("0");
        }
    }

    /** One minute of the chart. */
    public record Bar(String x, String y, String height) {}

    /** One feed. */
    public record FeedLine(
            String name,
            String level,
            String condition,
            String edge,
            List<Bar> bars,
            String rateWords,
            String received,
            boolean balanced,
            String processed,
            Count filtered,
            Count queued,
            Count held,
            Count failed,
            String last) {}

    /** One subscriber. */
    public record SubscriberLine(
            String name, String level, String condition, String depth, String refused, String last, String target) {}

    static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
