package dev.tributary.flow.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.flow.delivery.payload.Body;

/**
 * One alert on its way to one subscriber.
 *
 * @param alert id
 * @param subscriber name
 * @param event the alert as a CloudEvent
 * @param body what is sent
 * @param attempt from 1; more than 1: it may have arrived before
 */
record Parcel(String alert, String subscriber, JsonNode event, Body body, int attempt) {

    @Override
    public String toString() {
        return "Parcel[" + alert + " to " + subscriber + "]";
    }
}
