package dev.tributary.flow.wire.mllp;

/** The place of one answer in a connection's queue, taken when its frame came. Event loop only. */
final class Slot {

    private byte[] answer = {};
    private Runnable written = () -> {};
    private Runnable dropped = () -> {};
    private boolean filled;
    private boolean last;

    /**
     * @param bytes without framing; empty if nothing is sent for this frame
     * @param afterwards runs once the bytes are on their way
     */
    void fill(byte[] bytes, Runnable afterwards) {
        answer = bytes;
        written = afterwards;
        filled = true;
    }

    /** @param action runs in place of the other one if the connection is gone first */
    void ifDropped(Runnable action) {
        dropped = action;
    }

    /** The connection is closed once this answer is out. */
    void closeAfter() {
        last = true;
    }

    boolean isFilled() {
        return filled;
    }

    byte[] answer() {
        return answer;
    }

    void written() {
        written.run();
    }

    void dropped() {
        dropped.run();
    }

    boolean isLast() {
        return last;
    }
}
