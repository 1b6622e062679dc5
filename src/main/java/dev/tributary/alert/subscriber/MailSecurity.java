package dev.tributary.alert.subscriber;

/** How mail travels to its first server. */
public enum MailSecurity {
    /** In the open: for a server on this machine. */
    NONE,
    /** STARTTLS, required (RFC 3207). */
    STARTTLS,
    /** TLS from the first byte (RFC 8314). */
    TLS
}
