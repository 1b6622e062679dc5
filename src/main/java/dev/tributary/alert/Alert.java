package dev.tributary.alert;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fact that somebody must hear, or what became of one.
 *
 * @param id UUIDv5 of the rule and the fact's key: the same fact is the same alert, however often it is seen
 * @param rule name of the rule that raised it
 * @param severity how soon a person must know
 * @param event what happened, as subscribers filter it: {@code admission}
 * @param feed where the message came in
 * @param facility MSH-4 of the message; empty if unknown
 * @param cause the journal's number of the message
 * @param patient {@code Patient/abc}, or null if the resource has none
 * @param encounter {@code Encounter/abc}, or null if the resource has none
 * @param focus the resource that changed, {@code Observation/abc}
 * @param audience roles that must hear it, as the rule names them
 * @param text the rule's template, filled in: the minimum that is necessary
 * @param at when the message was received
 * @param kind a fact, or what became of one
 * @param about the alert that this one speaks of, or null
 * @param burst alerts of one rule with the same words here belong to one burst; null if the rule has none
 * @param reach whom it is for
 */
public record Alert(
        String id,
        String rule,
        Severity severity,
        String event,
        FeedName feed,
        String facility,
        MessageId cause,
        @Nullable String patient,
        @Nullable String encounter,
        String focus,
        List<String> audience,
        String text,
        Instant at,
        AlertKind kind,
        @Nullable String about,
        @Nullable String burst,
        Reach reach) {

    /** A fact of which nobody has asked yet whom it is for. */
    public Alert(
            String id,
            String rule,
            Severity severity,
            String event,
            FeedName feed,
            String facility,
            MessageId cause,
            @Nullable String patient,
            @Nullable String encounter,
            String focus,
            List<String> audience,
            String text,
            Instant at) {
        this(
                id,
                rule,
                severity,
                event,
                feed,
                facility,
                cause,
                patient,
                encounter,
                focus,
                audience,
                text,
                at,
                AlertKind.RAISED,
                null,
                null,
                Reach.UNKNOWN);
    }

    /** @return the same for these */
    public Alert reaching(Reach found) {
        return new Alert(
                id, rule, severity, event, feed, facility, cause, patient, encounter, focus, audience, text, at, kind,
                about, burst, found);
    }

    /**
     * What became of this alert, for those who heard it: rule, event, severity and facility stay, since subscribers
     * filter by them.
     *
     * @param id of the notice
     * @param kind what became of it
     * @param words for people
     * @param by the message that did it
     * @param when it was received
     */
    public Alert notice(String id, AlertKind kind, String words, MessageId by, Instant when) {
        return new Alert(
                id, rule, severity, event, feed, facility, by, patient, encounter, focus, audience, words, when, kind,
                this.id, null, reach);
    }

    /** @return the same for this audience */
    public Alert forAudience(List<String> roles) {
        return new Alert(
                id, rule, severity, event, feed, facility, cause, patient, encounter, focus, roles, text, at, kind,
                about, burst, reach);
    }

    @Override
    public String toString() {
        // the text may say something about a patient: it must not reach a log by way of an exception
        return "Alert[" + rule + " " + kind.code() + " " + id + "]";
    }
}
