package dev.tributary.hl7;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What makes an answer a message of its own.
 *
 * @param controlId MSH-10, unique among our answers
 * @param at MSH-7
 * @param zone whose wall clock and offset MSH-7 shows
 */
public record AckStamp(String controlId, Instant at, ZoneId zone) {}
