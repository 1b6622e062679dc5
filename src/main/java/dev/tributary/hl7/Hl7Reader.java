package dev.tributary.hl7;

import java.nio.charset.Charset;

/**
 * Reads a message, tolerant of everything hospitals send: any bytes give an {@link Hl7Message}, never an exception;
 * what is odd about it is a {@link ReadIssue}, and no byte is dropped or replaced.
 *
 * <p>CR, LF and CRLF end segments alike. Empty lines are passed over. The text is decoded once; the only index is that of
 * the field separators, since most values of most messages are never looked at.
 */
public final class Hl7Reader {

    private Hl7Reader() {}

    /**
     * @param bytes as they came; not changed and not kept
     * @param fallback the feed's character set, for messages without MSH-18
     * @return what they say
     */
    public static Hl7Message read(byte[] bytes, Charset fallback) {
        return new Reading(bytes, fallback).message();
    }
}
