package dev.tributary.alert.ledger;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How soon alerts of one rule were answered in one unit and week.
 *
 * @param rule name
 * @param unit where the patients were; empty if unknown
 * @param week its Monday, in UTC
 * @param raised alerts that wanted an answer, retracted and recovered ones left out
 * @param acknowledged of these
 * @param withinPolicy acknowledged in the rule's response time
 * @param open still waiting
 * @param overdue of these, longer than the response time
 * @param failedContacts escalation steps taken, deliveries refused and alerts that no subscriber gets
 * @param medianSeconds from raised (or re-opened) to acknowledged; null if none was
 * @param p90Seconds the same; nine of ten were as soon
 */
public record TimelinessRow(
        String rule,
        String unit,
        LocalDate week,
        long raised,
        long acknowledged,
        long withinPolicy,
        long open,
        long overdue,
        long failedContacts,
        @Nullable Double medianSeconds,
        @Nullable Double p90Seconds) {

    /** @return the part that was acknowledged in time, of those that are acknowledged or overdue; null if there are none */
    public @Nullable Double shareWithinPolicy() {
        long counted = acknowledged + overdue;
        return counted == 0 ? null : (double) withinPolicy / counted;
    }
}
