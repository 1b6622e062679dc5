package dev.tributary.cli.send;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes MLLP frames out of a stream: start block 0x0B, content, end block 0x1C 0x0D. */
final class FrameReader {

    static final int START = 0x0B;
    static final int END = 0x1C;
    private static final int LARGEST = 64 * 1024 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int filled;

    FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * @return the content of the next frame; what stands before its start block is passed over
     * @throws EOFException if the stream ends before the frame does
     */
    byte[] next() throws IOException {
        while (read() != START) {
            // not in a frame
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream(512);
        while (content.size() < LARGEST) {
            int b = read();
            if (b == END) {
                int after = read();
                if (after == '\r') {
                    return content.toByteArray();
                }
                content.write(b);
                // not the end block: the byte after it is looked at again
                at--;
            } else {
                content.write(b);
            }
        }
        throw new IOException("an answer of more than 64 MiB");
    }

    private int read() throws IOException {
        if (at == filled) {
            filled = Math.max(0, in.read(buffer));
            at = 0;
            if (filled == 0) {
                throw new EOFException("the connection was closed");
            }
        }
        return buffer[at++] & 0xFF;
    }
}
