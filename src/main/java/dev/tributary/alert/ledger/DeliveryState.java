package dev.tributary.alert.ledger;

import java.util.Locale;

/** How far one alert got on its way to one subscriber. */
public enum DeliveryState {
    /** In the subscriber's durable queue, or about to be. */
    QUEUED,
    /** The subscriber answered that it has it. That a person has read it is not said. */
    DELIVERED,
    /** The subscriber refused it for good: it lies in its dead-letter queue. */
    REJECTED;

    /** @return lower case, as stored and shown */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the state of that code */
    static DeliveryState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
