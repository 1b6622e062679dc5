package dev.tributary.journal;

import java.util.List;

/**
 * Everything kept of one message.
 *
 * @param summary the row
 * @param bytes as they came (invariant 2): patient data, for authorised eyes only
 * @param timeline what happened to it, oldest first
 */
public record JournaledMessage(MessageSummary summary, byte[] bytes, List<MessageEvent> timeline) {}
