package dev.tributary.alert;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;

/**
 * The message behind a change, as far as rules may look at it.
 *
 * @param cause the journal's number of the message
 * @param feed where it came in
 * @param trigger MSH-9 as {@code ADT^A01}
 * @param facility MSH-4 as sent, components and all; empty if the sender gave none
 * @param at when the message was received; every alert it raises bears this time, in a replay too
 */
public record AlertContext(MessageId cause, FeedName feed, String trigger, String facility, Instant at) {}
