package dev.tributary.flow.delivery.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.alert.subscriber.Payload;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.mapping.FhirJson;
import dev.tributary.store.FhirStore;
import java.nio.charset.StandardCharsets;

/** Makes what a delivery carries. Thread-safe. */
public final class Payloads {

    private static final String HL7 = "application/hl7-v2";

    private final FhirStore store;
    private final Originals originals;

    /**
     * @param store the record, for what is made of it
     * @param originals the messages behind the alerts
     */
    public Payloads(FhirStore store, Originals originals) {
        this.store = store;
        this.originals = originals;
    }

    /**
     * @param payload what the subscriber gets
     * @param event the alert as a CloudEvent
     * @return the body
     * @throws FaultException transient if the store or the journal is away, permanent if what the alert speaks of is gone
     */
    public Body of(Payload payload, JsonNode event) {
        return switch (payload) {
            case EVENT -> new Body(utf8(event.toString()), "application/cloudevents+json; charset=utf-8", "json", "");
            case FHIR ->
                new Body(
                        utf8(FhirJson.write(new NotificationBundle(store, AlertFacts.of(event)).bundle())),
                        "application/fhir+json; charset=utf-8",
                        "json",
                        "");
            case ORIGINAL -> original(AlertFacts.of(event));
            case BUILT -> built(AlertFacts.of(event));
            case NOTICE -> new Body(utf8(notice(AlertFacts.of(event))), "text/plain; charset=utf-8", "txt", "");
            case TEXT -> new Body(utf8(text(AlertFacts.of(event))), "text/plain; charset=utf-8", "txt", "");
        };
    }

    private Body original(AlertFacts facts) {
        byte[] bytes = originals
                .bytes(facts.message())
                .orElseThrow(() -> new FaultException(new Fault(
                        FaultCode.SUBSCRIBER_REJECTED,
                        "the journal does not have the message behind this alert any more",
                        "message " + facts.message())));
        MessageHeader header = HeaderPeek.of(bytes)
                .orElseThrow(() -> new FaultException(
                        Fault.of(FaultCode.INTERNAL, "a message that raised an alert has no readable MSH")));
        String charset = header.charset().name();
        return new Body(bytes, HL7 + "; charset=" + charset, "hl7", header.controlId());
    }

    private Body built(AlertFacts facts) {
        String controlId = BuiltMessage.controlId(facts.id());
        String trigger = originals
                .bytes(facts.message())
                .flatMap(HeaderPeek::of)
                .filter(header -> header.messageCode().equals("ADT"))
                .map(MessageHeader::triggerEvent)
                .orElse("");
        return new Body(new BuiltMessage(store, facts, trigger).bytes(), HL7 + "; charset=utf-8", "hl7", controlId);
    }

    // what anybody may read over a shoulder
    private static String notice(AlertFacts facts) {
        return "There is a " + facts.severity() + " alert (" + facts.event() + ").\nAlert " + facts.id()
                + ", raised at " + facts.at()
                + ".\nThis mail says nothing of the patient on purpose: sign in to read the"
                + " alert.\n";
    }

    private static String text(AlertFacts facts) {
        return facts.text() + "\n\nAlert " + facts.id() + ", " + facts.severity() + ", raised at " + facts.at() + ".\n";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
