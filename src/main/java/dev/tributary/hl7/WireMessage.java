package dev.tributary.hl7;

import dev.tributary.base.FeedName;
import java.time.Instant;

/**
 * One message as it came: the bytes between the MLLP start and end blocks, or the body of a POST, or a file.
 *
 * @param bytes never changed by anyone (invariant 2); callers hand over ownership
 * @param feed where it came in
 * @param remote address of the peer, or the file's name; empty if unknown
 * @param receivedAt when the last byte was read
 */
public record WireMessage(byte[] bytes, FeedName feed, String remote, Instant receivedAt) {}
