package dev.tributary.flow.management;

import java.util.List;

/** The edges of all feeds. */
@FunctionalInterface
public interface FeedStates {

    /** @return every configured feed, by name; cheap and never failing */
    List<FeedState> feeds();
}
