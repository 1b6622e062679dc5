package dev.tributary.flow.wire.mllp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of a byte stream that TCP cut anywhere (HL7 MLLP R1: VT, content, FS, CR). Not thread-safe: one per
 * connection, used by its event loop only.
 *
 * <p>Tolerant where real senders differ from the standard:
 *
 * <ul>
 *   <li>bytes before VT are skipped and counted; CR, LF and FS between frames are not even junk;
 *   <li>FS ends a frame if CR, LF, VT or FS follows, or if it is the last byte so far and a segment ended before it: a
 *       sender that leaves out the final CR is answered at once;
 *   <li>FS as the last byte so far in the middle of a segment may be content: {@link #isUndecided()} says so, and {@link
 *       #endUndecided()} ends the frame when nothing followed for a moment;
 *   <li>FS followed by anything else is content: cutting there would acknowledge half a message;
 *   <li>VT followed by MSH, FHS or BHS inside a frame starts a new one, and what was before is a {@link Frame.Cut}; any
 *       other VT is content.
 * </ul>
 */
final class FrameReader {

    static final byte VT = 0x0B;
    static final byte FS = 0x1C;
    static final byte CR = 0x0D;
    static final byte LF = 0x0A;

    /** What is kept of an oversized frame: the MSH and a look at what it was. */
    static final int KEPT_OF_OVERSIZE = 64 * 1024;

    private static final int SMALL = 4 * 1024;
    private static final byte[] EMPTY = {};

    private final int limit;
    private final Deque<Frame> split = new ArrayDeque<>();
    private byte[] buffer = EMPTY;
    private int from;
    private int to;
    private int scanned;
    private boolean inFrame;
    private boolean undecided;
    private boolean closed;
    private boolean framed;
    private long junk;

    /** @param limit the largest content of a frame, in bytes */
    FrameReader(int limit) {
        this.limit = limit;
    }

    /** Takes all readable bytes; the caller still owns and releases the buffer. */
    void append(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (closed || length == 0) {
            bytes.skipBytes(length);
            return;
        }
        makeRoom(length);
        bytes.readBytes(buffer, to, length);
        to += length;
        undecided = false;
    }

    /** @return the next frame, or null until more bytes come */
    @Nullable
    Frame next() {
        if (!split.isEmpty()) {
            return split.poll();
        }
        if (closed || (!inFrame && !findStart())) {
            return null;
        }
        int end = findEnd();
        // an FS that may be the end is not counted as content: a frame that just fits must not hang on where TCP cut it
        int content = end < 0 ? (undecided ? to - 1 : to) : end;
        if (content - from > limit) {
            return oversize();
        }
        return end < 0 ? null : frame(end);
    }

    /** @return whether an FS came that may be the end or content; the next bytes, or their absence, will tell */
    boolean isUndecided() {
        return undecided;
    }

    /**
     * Nothing followed the undecided FS: it was the end.
     *
     * @return the frame
     */
    Frame endUndecided() {
        undecided = false;
        return frame(to - 1);
    }

    /** @return whether a frame has begun and not ended */
    boolean isInFrame() {
        return inFrame;
    }

    /** @return whether the peer owes us something: the end of a frame, or a first frame after it sent only junk */
    boolean isUnfinished() {
        return inFrame || (!framed && junk > 0);
    }

    /** @return how many bytes outside of frames were skipped so far */
    long junk() {
        return junk;
    }

    private boolean findStart() {
        while (from < to) {
            byte b = buffer[from++];
            if (b == VT) {
                inFrame = true;
                scanned = from;
                return true;
            }
            if (b != CR && b != LF && b != FS) {
                junk++;
            }
        }
        release();
        return false;
    }

    private int findEnd() {
        for (int i = scanned; i < to; i++) {
            if (buffer[i] == FS) {
                if (i + 1 < to) {
                    if (endsFrame(buffer[i + 1])) {
                        return i;
                    }
                } else if (i == from || buffer[i - 1] == CR || buffer[i - 1] == LF) {
                    return i;
                } else {
                    undecided = true;
                    scanned = i;
                    return -1;
                }
            }
        }
        scanned = to;
        return -1;
    }

    private static boolean endsFrame(byte following) {
        return following == CR || following == LF || following == VT || following == FS;
    }

    private Frame frame(int end) {
        int start = from;
        while (start < end && buffer[start] == VT) {
            start++;
            junk++;
        }
        for (int i = start + 1; i + 3 < end; i++) {
            if (buffer[i] == VT && startsMessage(i + 1)) {
                split.add(new Frame.Cut(Arrays.copyOfRange(buffer, start, i)));
                start = i + 1;
            }
        }
        split.add(new Frame.Complete(Arrays.copyOfRange(buffer, start, end)));
        from = end + 1;
        inFrame = false;
        framed = true;
        if (from == to) {
            release();
        }
        return split.remove();
    }

    private boolean startsMessage(int at) {
        return (buffer[at] == 'M' && buffer[at + 1] == 'S' && buffer[at + 2] == 'H')
                || ((buffer[at] == 'F' || buffer[at] == 'B') && buffer[at + 1] == 'H' && buffer[at + 2] == 'S');
    }

    private Frame oversize() {
        Frame frame = new Frame.Oversize(Arrays.copyOfRange(buffer, from, Math.min(to, from + KEPT_OF_OVERSIZE)));
        closed = true;
        inFrame = false;
        undecided = false;
        release();
        return frame;
    }

    private void makeRoom(int length) {
        if (to + length <= buffer.length) {
            return;
        }
        int used = to - from;
        // never much more than one frame and one read are held
        byte[] target = used + length <= buffer.length && from > 0
                ? buffer
                : new byte[Math.max(SMALL, Math.max(used + length, Math.min(2 * used, used + limit)))];
        System.arraycopy(buffer, from, target, 0, used);
        buffer = target;
        scanned -= from;
        from = 0;
        to = used;
    }

    private void release() {
        from = 0;
        to = 0;
        scanned = 0;
        // ten thousand silent connections must not keep their largest frame each
        if (buffer.length > SMALL) {
            buffer = EMPTY;
        }
    }
}
