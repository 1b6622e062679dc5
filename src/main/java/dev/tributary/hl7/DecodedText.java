package dev.tributary.hl7;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text, without loss: a byte that is not of the character set becomes the 8859/1 character of the same number
 * and is counted; nothing becomes U+FFFD that was not sent as such.
 *
 * @param text as many characters as the bytes have
 * @param badBytes how many bytes were not of the character set
 * @param firstBad where the first of them is, from the array's start; -1 where there is none
 */
record DecodedText(String text, int badBytes, int firstBad) {

    static DecodedText of(byte[] bytes, int from, int to, Charset charset) {
        String quick = new String(bytes, from, to - from, charset);
        if (quick.indexOf('\uFFFD') < 0) {
            return new DecodedText(quick, 0, -1);
        }
        return careful(bytes, from, to, charset);
    }

    private static DecodedText careful(byte[] bytes, int from, int to, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        StringBuilder text = new StringBuilder(to - from);
        CharBuffer out = CharBuffer.allocate(1024);
        int bad = 0;
        int firstBad = -1;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            drain(out, text);
            if (result.isUnderflow()) {
                break;
            }
            if (result.isError()) {
                if (firstBad < 0) {
                    firstBad = in.position();
                }
                for (int i = Math.min(result.length(), in.remaining()); i > 0; i--) {
                    text.append((char) (in.get() & 0xFF));
                    bad++;
                }
            }
        }
        decoder.flush(out);
        drain(out, text);
        // what some decoders leave unread at the end is kept too
        while (in.hasRemaining()) {
            firstBad = firstBad < 0 ? in.position() : firstBad;
            text.append((char) (in.get() & 0xFF));
            bad++;
        }
        return new DecodedText(text.toString(), bad, firstBad);
    }

    private static void drain(CharBuffer out, StringBuilder text) {
        out.flip();
        text.append(out);
        out.clear();
    }

    static DecodedText asLatin(byte[] bytes, int from, int to) {
        return new DecodedText(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1), 0, -1);
    }
}
