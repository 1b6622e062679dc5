package dev.tributary.cli.simulate;

import java.util.List;

/**
 * What one patient went through. Its deliveries must be sent one after the other, each after the answer to the one before.
 *
 * @param number from 1
 * @param deliveries in the order of sending
 * @param truth what the record must say when all of them have arrived
 */
public record Story(int number, List<Delivery> deliveries, StoryTruth truth) {}
