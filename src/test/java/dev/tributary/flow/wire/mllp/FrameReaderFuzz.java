package dev.tributary.flow.wire.mllp;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For a fuzzer: whatever bytes come and however TCP cuts them, no frame is larger than allowed, no byte is answered twice,
 * and a stream of whole messages is the same wherever it was cut. The first byte says how long the pieces are.
 */
public final class FrameReaderFuzz {

    private static final int LIMIT = 64;

    private FrameReaderFuzz() {}

    /** @param data how it is cut, and what comes over the line */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        int cut = 1 + (data[0] & 0x3F);
        byte[] stream = Arrays.copyOfRange(data, 1, data.length);
        read(stream, cut);
        read(stream, Math.max(1, stream.length));
        sameWherever(stream, cut);
    }

    private static List<Frame> read(byte[] stream, int cut) {
        FrameReader reader = new FrameReader(LIMIT);
        List<Frame> frames = new ArrayList<>();
        for (int from = 0; from < stream.length; from += cut) {
            reader.append(Unpooled.wrappedBuffer(stream, from, Math.min(cut, stream.length - from)));
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        if (reader.isUndecided()) {
            frames.add(reader.endUndecided());
        }
        int taken = 0;
        for (Frame frame : frames) {
            taken += frame.bytes().length;
            if (frame instanceof Frame.Complete && frame.bytes().length > LIMIT) {
                throw new AssertionError(
                        "a frame of " + frame.bytes().length + " bytes where " + LIMIT + " are allowed");
            }
        }
        if (taken + reader.junk() > stream.length) {
            throw new AssertionError("more bytes in frames and junk than came");
        }
        return frames;
    }

    // what a sender means is plain where content holds no block characters: there the cuts must not matter
    private static void sameWherever(byte[] stream, int cut) {
        String content = new String(stream, StandardCharsets.ISO_8859_1).replaceAll("[\u000B\u001C]", " ");
        StringBuilder line = new StringBuilder();
        List<String> sent = new ArrayList<>();
        for (int from = 0; from < content.length(); from += LIMIT) {
            String message = content.substring(from, Math.min(from + LIMIT, content.length()));
            sent.add(message);
            line.append('\u000B').append(message).append("\u001C\r");
        }
        List<String> got = read(line.toString().getBytes(StandardCharsets.ISO_8859_1), cut).stream()
                .map(frame -> new String(frame.bytes(), StandardCharsets.ISO_8859_1))
                .toList();
        if (!got.equals(sent)) {
            throw new AssertionError("sent " + sent.size() + " messages in pieces of " + cut + ", got " + got.size());
        }
    }
}
