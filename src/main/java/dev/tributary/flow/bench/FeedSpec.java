package dev.tributary.flow.bench;

import dev.tributary.hl7.preprocess.Preprocessing;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.record.Ownership;

/**
 * The feed a test's messages come in by.
 *
 * @param profile what the mapping knows of it
 * @param preprocessing its steps
 * @param ownership whether its demographics overwrite what is stored
 */
public record FeedSpec(FeedProfile profile, Preprocessing preprocessing, Ownership ownership) {}
