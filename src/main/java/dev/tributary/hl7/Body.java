package dev.tributary.hl7;

import java.nio.charset.Charset;

/**
 * The decoded text of a message, which all parts share and point into.
 *
 * @param text of the whole message
 * @param separators how it is divided here
 * @param charset the bytes were decoded with; {@code \X..\} needs it
 */
record Body(String text, Separators separators, Charset charset) {

    /** @return the same text, divided by nothing: MSH-1 and MSH-2 */
    Body undivided() {
        return new Body(text, Separators.NOTHING, charset);
    }

    /** @return where a delimiter next stands in a range, or the range's end */
    int next(char delimiter, int from, int to) {
        if (delimiter != '\0') {
            for (int at = from; at < to; at++) {
                if (text.charAt(at) == delimiter) {
                    return at;
                }
            }
        }
        return to;
    }

    /** @return where the n-th piece of a range begins, n from 1; -1 where there are fewer pieces */
    int startOf(int n, char delimiter, int from, int to) {
        int start = from;
        for (int piece = 1; piece < n; piece++) {
            int at = next(delimiter, start, to);
            if (at == to) {
                return -1;
            }
            start = at + 1;
        }
        return start;
    }

    /** @return how many pieces a delimiter makes of a range; none of an empty one */
    int count(char delimiter, int from, int to) {
        if (from == to) {
            return 0;
        }
        int pieces = 1;
        for (int at = next(delimiter, from, to); at < to; at = next(delimiter, at + 1, to)) {
            pieces++;
        }
        return pieces;
    }
}
