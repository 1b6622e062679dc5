package dev.tributary.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule asks to be asked later about a resource: whether a follow-up has come cannot be seen in any change.
 *
 * @param rule name
 * @param focus the resource, {@code Encounter/abc}
 * @param at when to ask; null if no longer
 * @param context of the message, for the alert that may come of it
 */
public record Watch(String rule, String focus, @Nullable Instant at, AlertContext context) {}
