package dev.tributary.cli.send;

import dev.tributary.hl7.MessageHeader;

/**
 * One message to send.
 *
 * @param source file and number, for people
 * @param header the peek at its MSH; {@link MessageHeader#NONE} where it is sent as it is and has none
 * @param bytes what goes between the blocks
 */
public record OutgoingMessage(String source, MessageHeader header, byte[] bytes) {}
