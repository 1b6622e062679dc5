package dev.tributary.journal;

import java.util.List;

/** The counters of invariant 3. */
public interface FeedCounters {

    /** @return one snapshot of all feeds that ever received a message, by name; each of them balances */
    List<FeedCount> snapshot();
}
