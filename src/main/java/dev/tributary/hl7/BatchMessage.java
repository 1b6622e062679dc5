package dev.tributary.hl7;

/**
 * One message within a file of many.
 *
 * @param batch which batch it is in, from 1; messages outside BHS and BTS are in a batch of their own
 * @param position within that batch, from 1
 * @param start its first byte in the file
 * @param end the byte after its last; the end of its last line is included, empty lines after it are not
 * @param readable whether it begins with MSH; what stands between messages and is none is kept as an unreadable one
 */
public record BatchMessage(int batch, int position, int start, int end, boolean readable) {}
