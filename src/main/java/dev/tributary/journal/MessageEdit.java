package dev.tributary.journal;

import dev.tributary.base.MessageId;
import java.time.Instant;

/**
 * A message that a person changed and gave in again as a new one.
 *
 * @param original stays as it came
 * @param edited the new message
 * @param at when
 * @param who the user's name
 * @param why a sentence; no patient data
 */
public record MessageEdit(MessageId original, MessageId edited, Instant at, String who, String why) {}
