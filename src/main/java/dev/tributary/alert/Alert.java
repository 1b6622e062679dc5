package dev.tributary.alert;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fact that somebody must hear.
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
        Instant at) {

    @Override
    public String toString() {
        // the text may say something about a patient: it must not reach a log by way of an exception
        return "Alert[" + rule + " " + id + "]";
    }
}
