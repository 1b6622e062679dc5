package dev.tributary.flow.wire;

import dev.tributary.base.FeedName;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One desk for each feed, made at its first message. Thread-safe. */
public final class FeedDesks {

    private final FeedRegistry feeds;
    private final WireMeters meters;
    private final Clock clock;
    private final AnswerIds ids;
    private final Map<FeedName, FeedDesk> desks = new ConcurrentHashMap<>();

    /**
     * @param feeds gives the settings
     * @param meters counts
     * @param clock gives the time of answers
     */
    public FeedDesks(FeedRegistry feeds, WireMeters meters, Clock clock) {
        this.feeds = feeds;
        this.meters = meters;
        this.clock = clock;
        this.ids = new AnswerIds(clock);
    }

    FeedDesk of(FeedName name) {
        return desks.computeIfAbsent(name, this::make);
    }

    private FeedDesk make(FeedName name) {
        FeedProperties feed = feeds.get(name);
        return new FeedDesk(feed, new Admission(name, feed), new Answers(feed, ids, clock), meters.of(name));
    }
}
