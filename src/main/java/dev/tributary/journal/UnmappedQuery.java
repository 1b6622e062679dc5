package dev.tributary.journal;

import dev.tributary.base.FeedName;
import org.jspecify.annotations.Nullable;

/**
 * Which unmapped codes to list; a null asks for nothing. The most frequent come first.
 *
 * @param feed they come in by
 * @param sender MSH-3 and MSH-4, parted by a bar
 * @param table name of the code table
 * @param resolved true also lists those for which a line was added since
 * @param offset how many to pass over
 * @param limit rows at most, 1 to 1000
 */
public record UnmappedQuery(
        @Nullable FeedName feed,
        @Nullable String sender,
        @Nullable String table,
        boolean resolved,
        int offset,
        int limit) {

    /** @throws IllegalArgumentException if offset or limit is out of bounds */
    public UnmappedQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit " + limit + ": use 1 to 1000");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + ": use 0 or more");
        }
    }
}
