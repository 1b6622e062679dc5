package dev.tributary.cli.simulate;

import java.time.LocalDateTime;

/**
 * One message of a story.
 *
 * @param controlId MSH-10, unique within a seed
 * @param type MSH-9.1 and 9.2: {@code ADT^A01}
 * @param time MSH-7: when the sending system wrote it
 * @param correction whether it takes back or corrects what was said before
 * @param bytes without MLLP's framing, in the character set that the sender really used
 */
public record SimulatedMessage(String controlId, String type, LocalDateTime time, boolean correction, byte[] bytes) {}
