package dev.tributary.hl7;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes MLLP frames out of a stream: start block 0x0B, content, end block 0x1C 0x0D. */
public final class FrameInput {

    /** Start block. */
    public static final int START = 0x0B;
    /** First byte of the end block; CR follows. */
    public static final int END = 0x1C;

    private static final int LARGEST = 64 * 1024 * 1024;

    private final InputStream in;
    private final int largest;
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int filled;

    /** @param in of a receiver that may be trusted with 64 MiB */
    public FrameInput(InputStream in) {
        this(in, LARGEST);
    }

    /**
     * @param in of a receiver
     * @param largest bytes of one frame
     */
    public FrameInput(InputStream in, int largest) {
        this.in = in;
        this.largest = largest;
    }

    /**
     * @return the content of the next frame; what stands before its start block is passed over
     * @throws IOException if the frame is too large
     * @throws EOFException if the stream ends before the frame does
     */
    public byte[] next() throws IOException {
        while (read() != START) {
            // not in a frame
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream(512);
        while (content.size() < largest) {
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
        throw new IOException("a frame of more than " + largest + " bytes");
    }

    /**
     * @param message without framing
     * @return it as one frame
     */
    public static byte[] frame(byte[] message) {
        byte[] frame = new byte[message.length + 3];
        frame[0] = START;
        System.arraycopy(message, 0, frame, 1, message.length);
        frame[message.length + 1] = END;
        frame[message.length + 2] = '\r';
        return frame;
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
