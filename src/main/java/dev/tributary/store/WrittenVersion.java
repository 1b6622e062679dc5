package dev.tributary.store;

import java.time.Instant;

/**
 * One version of one resource, as the message that wrote it left it.
 *
 * @param type {@code Patient}
 * @param id without the type
 * @param version {@code meta.versionId}; the first is 1
 * @param at {@code meta.lastUpdated}
 */
public record WrittenVersion(String type, String id, long version, Instant at) {}
