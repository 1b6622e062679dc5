package dev.tributary.alert.subscriber;

/** Where a subscriber's alerts are carried, and how: what its {@code url} and {@code payload} say. */
public sealed interface Target permits HttpTarget, MllpTarget, FolderTarget, MailTarget {

    /** @return what is sent */
    Payload payload();

    /** @return how it is tried again */
    Retry retry();

    /** @return the address for people: no path, no query, no password */
    String address();
}
