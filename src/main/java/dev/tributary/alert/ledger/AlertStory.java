package dev.tributary.alert.ledger;

import java.util.List;

/**
 * All that is known of one alert.
 *
 * @param entry the alert
 * @param deliveries by subscriber
 * @param event the CloudEvents JSON that subscribers get
 */
public record AlertStory(AlertEntry entry, List<Delivery> deliveries, String event) {

    @Override
    public String toString() {
        return "AlertStory[" + entry.number() + "]";
    }
}
