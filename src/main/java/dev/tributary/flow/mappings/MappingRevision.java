package dev.tributary.flow.mappings;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of one file of {@code mappings/} that was made through the engine.
 *
 * @param id from 1, in the order of the changes
 * @param at when
 * @param who made it
 * @param why in the words of whoever made it
 * @param path within {@code mappings/}
 * @param before what the file held; null if it was not there
 * @param after what it holds since; null if it is not there any more
 * @param version the set in force from then on
 * @param takesBack the change that this one takes back; null if none
 */
public record MappingRevision(
        long id,
        Instant at,
        String who,
        String why,
        String path,
        @Nullable String before,
        @Nullable String after,
        String version,
        @Nullable Long takesBack) {}
