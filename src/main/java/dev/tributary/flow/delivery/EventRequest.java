package dev.tributary.flow.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.subscriber.ContentMode;
import dev.tributary.alert.subscriber.HttpTarget;
import dev.tributary.alert.subscriber.Payload;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes the HTTP request for one delivery: CloudEvents by their HTTP protocol binding 1.0.2 §3.1 and §3.2, a FHIR message
 * by {@code $process-message} (FHIR R4 §2.6), HL7 v2 as it is. */
final class EventRequest {

    /** How often this alert has been tried, from 1. More than 1: it may have arrived before. */
    static final String ATTEMPT = "Tributary-Attempt";

    /** The alert's id: the same in every repeat. */
    static final String ALERT = "Tributary-Alert";

    private static final String PROCESS_MESSAGE = "/$process-message";
    private static final String DATA = "data";
    private static final String DATA_TYPE = "datacontenttype";
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventRequest() {}

    /**
     * @param parcel what is sent
     * @param target where and how
     * @return the request
     */
    static HttpRequest of(Parcel parcel, HttpTarget target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(target))
                .timeout(target.timeout())
                .header(ATTEMPT, String.valueOf(parcel.attempt()))
                .header(ALERT, parcel.alert());
        target.headers().forEach(request::setHeader);
        if (target.payload() == Payload.EVENT && target.content() == ContentMode.BINARY) {
            return binary(request, parcel.event());
        }
        return request.setHeader("Content-Type", parcel.body().contentType())
                .POST(BodyPublishers.ofByteArray(parcel.body().bytes()))
                .build();
    }

    // the settings name the server's base, as FHIR clients' settings do
    private static URI address(HttpTarget target) {
        String url = target.url().toString();
        return target.payload() != Payload.FHIR || url.endsWith(PROCESS_MESSAGE)
                ? target.url()
                : URI.create((url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + PROCESS_MESSAGE);
    }

    private static HttpRequest binary(HttpRequest.Builder request, JsonNode attributes) {
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
