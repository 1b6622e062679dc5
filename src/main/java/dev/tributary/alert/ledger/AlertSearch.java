package dev.tributary.alert.ledger;

import dev.tributary.alert.AlertState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts to list, newest first. Null means any.
 *
 * @param patient {@code Patient/abc}
 * @param rule name
 * @param event name
 * @param severity code
 * @param feed name
 * @param message the journal's number of the message that raised it
 * @param from raised at or after
 * @param to raised before
 * @param subscriber with a delivery to it
 * @param state of that delivery, or of any
 * @param standing where the alert stands: {@code open}, {@code acknowledged}, {@code retracted} …
 * @param unit where the patient is
 * @param unheard only those that no subscriber gets
 * @param before number of the last entry of the page before
 * @param limit at most this many, 1 to 1000
 */
public record AlertSearch(
        @Nullable String patient,
        @Nullable String rule,
        @Nullable String event,
        @Nullable String severity,
        @Nullable String feed,
        @Nullable Long message,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String subscriber,
        @Nullable DeliveryState state,
        @Nullable AlertState standing,
        @Nullable String unit,
        boolean unheard,
        @Nullable Long before,
        int limit) {

    /** @return the newest alerts, whatever they are */
    public static AlertSearch newest(int limit) {
        return new AlertSearch(
                null, null, null, null, null, null, null, null, null, null, null, null, false, null, limit);
    }

    /** @return alerts of one patient */
    public static AlertSearch ofPatient(String patient, int limit) {
        return new AlertSearch(
                patient, null, null, null, null, null, null, null, null, null, null, null, false, null, limit);
    }

    /** @return alerts that one message raised */
    public static AlertSearch ofMessage(long message, int limit) {
        return new AlertSearch(
                null, null, null, null, null, message, null, null, null, null, null, null, false, null, limit);
    }

    /** @return the same, of one feed */
    public AlertSearch withFeed(String only) {
        return new AlertSearch(
                patient,
                rule,
                event,
                severity,
                only,
                message,
                from,
                to,
                subscriber,
                state,
                standing,
                unit,
                unheard,
                before,
                limit);
    }

    /** @return alerts that stand so */
    public static AlertSearch standing(AlertState standing, int limit) {
        return new AlertSearch(
                null, null, null, null, null, null, null, null, null, null, standing, null, false, null, limit);
    }
}
