/**
 * The way in: from bytes on a socket to a durable message and its acknowledgment (docs/architecture.md §6).
 *
 * <p>A {@link dev.tributary.flow.wire.FeedProperties} says what a feed is; the {@link
 * dev.tributary.flow.wire.FeedRegistry} knows all of them. Every way in (MLLP, HTTP, files) ends at one door, {@link
 * dev.tributary.flow.wire.Intake}: it journals the bytes and gives the {@link dev.tributary.flow.wire.Answer}; no
 * positive answer exists before the journal's commit. The MLLP edge is a Camel route per feed, made from the template
 * in {@code routes/feed-mllp.camel.yaml}; its frames are read by package {@code mllp}.
 */
@NullMarked
package dev.tributary.flow.wire;

import org.jspecify.annotations.NullMarked;
