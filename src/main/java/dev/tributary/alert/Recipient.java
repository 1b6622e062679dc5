package dev.tributary.alert;

import java.util.List;

/**
 * A person or a group that must hear an alert, as the record and the attributions know them.
 *
 * @param role one of the rule's audience: {@code primary-care}, {@code attending}
 * @param reference {@code Practitioner/abc}; empty if known by identifier only
 * @param identifiers such as an NPI, without their systems
 */
public record Recipient(String role, String reference, List<String> identifiers) {}
