package dev.tributary.flow.wire;

/**
 * What the intake makes once for each feed.
 *
 * @param feed its settings
 * @param admission which messages it takes
 * @param answers words its answers
 * @param meters counts
 */
record FeedDesk(FeedProperties feed, Admission admission, Answers answers, FeedMeters meters) {}
