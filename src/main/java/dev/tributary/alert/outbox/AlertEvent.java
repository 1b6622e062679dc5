package dev.tributary.alert.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.alert.Alert;
import dev.tributary.alert.Recipient;
import dev.tributary.base.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * An alert as subscribers get it: CloudEvents 1.0 in structured JSON. The id is the alert's, so that a receiver can tell
 * a repeat; {@code partitionkey} (CloudEvents extension "partitioning") is the patient, within whom order is kept.
 */
final class AlertEvent {

    /** Begins every event's type. */
    static final String TYPE_PREFIX = "dev.tributary.alert.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private AlertEvent() {}

    static String toJson(Alert alert) {
        return toJson(alert, "");
    }

    /** @param link where the alert can be acknowledged; empty for none */
    static String toJson(Alert alert, String link) {
        ObjectNode event = JSON.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", alert.id());
        event.put("source", "urn:tributary:feed:" + alert.feed().value());
        event.put("type", TYPE_PREFIX + alert.event());
        event.put("subject", alert.focus());
        event.put("time", alert.at().toString());
        event.put("datacontenttype", "application/json");
        event.put("rule", alert.rule());
        event.put("severity", alert.severity().code());
        event.put("kind", alert.kind().code());
        if (alert.about() != null) {
            event.put("about", alert.about());
        }
        if (!alert.facility().isEmpty()) {
            event.put("facility", alert.facility());
        }
        if (alert.patient() != null) {
            event.put("partitionkey", alert.patient());
        }
        ObjectNode data = data(alert);
        if (!link.isEmpty()) {
            data.put("acknowledge", link);
        }
        event.set("data", data);
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts is always JSON", e);
        }
    }

    private static ObjectNode data(Alert alert) {
        ObjectNode data = JSON.createObjectNode();
        data.put("text", alert.text());
        data.put("event", alert.event());
        data.put("severity", alert.severity().code());
        alert.audience().forEach(data.putArray("audience")::add);
        reference(data, "patient", alert.patient());
        reference(data, "encounter", alert.encounter());
        reference(data, "focus", alert.focus());
        if (!alert.cause().equals(MessageId.NONE)) {
            data.put("message", alert.cause().value());
        }
        data.put("kind", alert.kind().code());
        if (alert.about() != null) {
            data.put("about", alert.about());
        }
        if (!alert.reach().unit().isEmpty()) {
            data.put("unit", alert.reach().unit());
        }
        ArrayNode recipients = data.putArray("recipients");
        for (Recipient recipient : alert.reach().recipients()) {
            ObjectNode person = recipients.addObject();
            person.put("role", recipient.role());
            if (!recipient.reference().isEmpty()) {
                person.put("reference", recipient.reference());
            }
            recipient.identifiers().forEach(person.putArray("identifiers")::add);
        }
        return data;
    }

    private static void reference(ObjectNode data, String name, @Nullable String reference) {
        if (reference != null) {
            data.putObject(name).put("reference", reference);
        }
    }
}
