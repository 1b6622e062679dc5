package dev.tributary.mapping;

import dev.tributary.hl7.Hl7Message;
import java.util.function.Consumer;

/**
 * The tables of one message structure, compiled: everything is resolved, nothing can be wrong any more but the message.
 * Immutable; any number of threads may apply it at once.
 */
public interface MappingPlan {

    /** @return the message table it is made from, {@code ADT_A01}; {@code ANY} for structures without one */
    String name();

    /**
     * Maps a message, with lineage.
     *
     * @param message any message: what the structure does not have is reported, never refused
     * @param profile what the mapping may know of the feed besides
     * @return the same for the same message, mapping set and profile, byte for byte
     */
    MappingResult apply(Hl7Message message, FeedProfile profile);

    /**
     * As {@link #apply(Hl7Message, FeedProfile)}, and tells which rows ran.
     *
     * @param rows takes the id of each row whose source is valued and whose condition holds, as often as it runs
     */
    MappingResult apply(Hl7Message message, FeedProfile profile, Consumer<String> rows);

    /** As {@link #apply(Hl7Message, FeedProfile)}, for the hot path: the lineage is left empty and can be had later by applying again. */
    MappingResult applyWithoutLineage(Hl7Message message, FeedProfile profile);
}
