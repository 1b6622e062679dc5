package dev.tributary.hl7;

/**
 * Where a line is, in the message's bytes and in its decoded text.
 *
 * @param byteStart its first byte
 * @param byteEnd the byte after its last, without the line end
 * @param start its first character
 * @param end the character after its last
 */
record Line(int byteStart, int byteEnd, int start, int end) {}
