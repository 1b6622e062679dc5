package dev.tributary.flow.wire;

/** What TLS asks of the peer. */
public enum ClientCertificates {
    /** No certificate is asked for. */
    NONE,
    /** Asked for and, if there is one, checked against the trusted authorities. */
    OPTIONAL,
    /** A connection without a trusted certificate is refused: mutual TLS. */
    REQUIRED
}
