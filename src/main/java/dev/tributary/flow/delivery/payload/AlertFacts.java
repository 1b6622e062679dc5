package dev.tributary.flow.delivery.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What an alert says of itself, read off its CloudEvent.
 *
 * @param id the alert's
 * @param event name
 * @param severity code
 * @param facility MSH-4 as sent; may be empty
 * @param text the alert's text
 * @param feed name
 * @param message the journal's number of the message behind it
 * @param at when that was received
 * @param focus {@code Observation/abc}
 * @param patient reference; may be empty
 * @param encounter reference; may be empty
 */
record AlertFacts(
        String id,
        String event,
        String severity,
        String facility,
        String text,
        String feed,
        long message,
        Instant at,
        String focus,
        String patient,
        String encounter) {

    private static final String FEED = "urn:tributary:feed:";

    static AlertFacts of(JsonNode event) {
        JsonNode data = event.path("data");
        String source = event.path("source").asText();
        return new AlertFacts(
                event.path("id").asText(),
                data.path("event").asText(),
                event.path("severity").asText(),
                event.path("facility").asText(),
                data.path("text").asText(),
                source.startsWith(FEED) ? source.substring(FEED.length()) : source,
                data.path("message").asLong(),
                Instant.parse(event.path("time").asText()),
                event.path("subject").asText(),
                data.path("patient").path("reference").asText(),
                data.path("encounter").path("reference").asText());
    }

    /** @return whether it is about what no record holds: the engine's health, or a message that could not be applied */
    boolean isOfTheEngine() {
        return focus.startsWith("Parameters/") || focus.startsWith("OperationOutcome/");
    }

    @Override
    public String toString() {
        return "AlertFacts[" + id + "]";
    }
}
