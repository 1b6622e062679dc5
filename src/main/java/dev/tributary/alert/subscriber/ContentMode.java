package dev.tributary.alert.subscriber;

/** How a CloudEvent travels over HTTP (CloudEvents HTTP protocol binding 1.0.2 §3). */
public enum ContentMode {
    /** The whole event is the body, {@code application/cloudevents+json}. */
    STRUCTURED,
    /** The data is the body, the attributes are {@code ce-} headers. */
    BINARY
}
