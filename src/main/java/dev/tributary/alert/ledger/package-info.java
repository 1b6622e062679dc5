/**
 * What became of each alert: {@link dev.tributary.alert.ledger.AlertLedger} to read it, {@link
 * dev.tributary.alert.ledger.DeliveryLedger} for delivery routes to write it, {@link
 * dev.tributary.alert.ledger.SubscriberPauses} for what an operator decided. {@link
 * dev.tributary.alert.ledger.DeliveryState} says how far a delivery got, and nothing about whether a person has read it:
 * an alert closes by acknowledgement.
 */
@NullMarked
package dev.tributary.alert.ledger;

import org.jspecify.annotations.NullMarked;
