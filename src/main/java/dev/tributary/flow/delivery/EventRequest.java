package dev.tributary.flow.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.subscriber.ContentMode;
import dev.tributary.alert.subscriber.HttpTarget;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes the HTTP request for one event (CloudEvents HTTP protocol binding 1.0.2 §3.1 and §3.2). */
final class EventRequest {

    /** How often this alert has been tried, from 1. More than 1: it may have arrived before. */
    static final String ATTEMPT = "Tributary-Attempt";

    private static final String STRUCTURED = "application/cloudevents+json; charset=utf-8";
    private static final String DATA = "data";
    private static final String DATA_TYPE = "datacontenttype";
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventRequest() {}

    /**
     * @param event CloudEvents 1.0 JSON
     * @param target where and how
     * @param attempt from 1
     * @throws FaultException permanent, if the event is not JSON
     */
    static HttpRequest of(String event, HttpTarget target, int attempt) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target.url()).timeout(target.timeout()).header(ATTEMPT, String.valueOf(attempt));
        target.headers().forEach(request::setHeader);
        if (target.content() == ContentMode.STRUCTURED) {
            return request.setHeader("Content-Type", STRUCTURED)
                    .POST(BodyPublishers.ofString(event, StandardCharsets.UTF_8))
                    .build();
        }
        JsonNode attributes = read(event);
        for (Map.Entry<String, JsonNode> field : attributes.properties()) {
            if (!field.getKey().equals(DATA) && !field.getKey().equals(DATA_TYPE)) {
                request.setHeader(
                        "ce-" + field.getKey(), encoded(field.getValue().asText()));
            }
        }
        return request.setHeader("Content-Type", attributes.path(DATA_TYPE).asText("application/json"))
                .POST(BodyPublishers.ofString(attributes.path(DATA).toString(), StandardCharsets.UTF_8))
                .build();
    }

    /** @return the event's {@code time}, {@code id} and so on */
    static JsonNode read(String event) {
        try {
            return JSON.readTree(event);
        } catch (JsonProcessingException e) {
            throw new FaultException(Fault.of(FaultCode.INTERNAL, "an event on a queue of ours is not JSON"));
        }
    }

    // §3.1.3.2: space, double quote, percent and all but printable ASCII as percent-encoded UTF-8
    private static String encoded(String value) {
        StringBuilder header = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0x20 && octet < 0x7F && octet != '"' && octet != '%') {
                header.append((char) octet);
            } else {
                header.append('%').append(String.format("%02X", octet));
            }
        }
        return header.toString();
    }
}
