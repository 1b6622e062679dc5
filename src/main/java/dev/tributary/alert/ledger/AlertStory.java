package dev.tributary.alert.ledger;

import java.util.List;

/**
 * All that is known of one alert.
 *
 * @param entry the alert
 * @param deliveries by subscriber
 * @param events what happened to it, in order
 * @param notices retractions, escalations and the like that speak of it, in order
 * @param event the CloudEvents JSON that subscribers get
 */
public record AlertStory(
        AlertEntry entry, List<Delivery> deliveries, List<StoryEvent> events, List<AlertEntry> notices, String event) {

    @Override
    public String toString() {
        return "AlertStory[" + entry.number() + "]";
    }
}
