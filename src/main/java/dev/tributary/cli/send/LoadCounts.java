package dev.tributary.cli.send;

import java.util.concurrent.atomic.LongAdder;

/** How many messages of a run met with what. */
final class LoadCounts {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder unasked = new LongAdder();

    /** @param code MSA-1, {@code -} where no answer was asked for, {@code none} where it did not come */
    void add(String code) {
        switch (code) {
            case "AA", "CA" -> accepted.increment();
            case "-" -> unasked.increment();
            case "none" -> unanswered.increment();
            default -> refused.increment();
        }
    }

    long sent() {
        return accepted.sum() + refused.sum() + unanswered.sum() + unasked.sum();
    }

    long notAccepted() {
        return refused.sum() + unanswered.sum();
    }

    @Override
    public String toString() {
        return accepted.sum() + " accepted, " + refused.sum() + " refused, " + unanswered.sum() + " without answer"
                + (unasked.sum() == 0 ? "" : ", " + unasked.sum() + " asked for none");
    }
}
