package dev.tributary.alert.ledger;

import java.time.Instant;

/**
 * One alert's way to one subscriber.
 *
 * @param subscriber name
 * @param state how far it got
 * @param at when it got there
 * @param attempts made, 0 while queued
 * @param outcome HTTP status or fault code of the last answer; empty while queued
 */
public record Delivery(String subscriber, DeliveryState state, Instant at, int attempts, String outcome) {}
