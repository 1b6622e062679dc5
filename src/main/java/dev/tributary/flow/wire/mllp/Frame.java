package dev.tributary.flow.wire.mllp;

/** What the bytes between two start blocks turned out to be. Each frame of any kind gets exactly one answer. */
sealed interface Frame {

    /** @return the content, as much as was kept */
    byte[] bytes();

    /**
     * From VT to FS, complete.
     *
     * @param bytes without the framing
     */
    record Complete(byte[] bytes) implements Frame {}

    /**
     * The sender began another message inside, so that this one has no end.
     *
     * @param bytes up to the second VT
     */
    record Cut(byte[] bytes) implements Frame {}

    /**
     * Larger than the feed allows; nothing more is read from this connection.
     *
     * @param bytes the beginning, enough to read MSH
     */
    record Oversize(byte[] bytes) implements Frame {}
}
