package dev.tributary.journal;

import dev.tributary.base.FeedName;
import java.util.Collection;
import java.util.List;

/**
 * The codes that no code table has, by sender. Sightings are gathered in memory and written once a second, since the same
 * few codes come with nearly every message and one row must not make all lanes wait; a crash costs the counts of the last
 * second and nothing else, since the original code stands in the record.
 */
public interface UnmappedCodes {

    /** Notes codes of a message whose effects are committed. */
    void saw(Collection<UnmappedSighting> sightings);

    /** @return what matches, the most frequent first */
    List<UnmappedCode> find(UnmappedQuery query);

    /**
     * A line was added for a code.
     *
     * @param feeds whose messages look it up
     * @param table name of the code table, in any case
     * @param code as sent
     * @return how many work items that settles
     */
    int resolve(Collection<FeedName> feeds, String table, String code);
}
