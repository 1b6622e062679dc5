package dev.tributary.base;

/**
 * The journal's number of a message: given once, in the order of receipt, never used again.
 *
 * @param value from 1
 */
public record MessageId(long value) implements Comparable<MessageId> {

    /** Stands where no message is behind something: an alert about a feed that sends nothing. */
    public static final MessageId NONE = new MessageId(0);

    private static final String URN = "urn:tributary:message:";

    /** @return the form that stands in {@code meta.source} of every resource this message wrote */
    public String asUri() {
        return URN + value;
    }

    @Override
    public int compareTo(MessageId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
