package dev.tributary.flow.wire;

/**
 * What the intake makes once for each feed.
 *
 * @param feed its settings
 * @param types which messages it takes
 * @param answers words its answers
 * @param meters counts
 */
record FeedDesk(FeedProperties feed, AcceptedTypes types, Answers answers, FeedMeters meters) {}
