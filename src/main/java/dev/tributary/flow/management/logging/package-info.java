/**
 * How log lines look: one line each, readable, {@code key=value}, without patient data. The engine's own lines are safe
 * by {@code LogKey}; what libraries say is made safe here: {@link
 * dev.tributary.flow.management.logging.SafeThrowable} shows classes and places of an exception and never its message,
 * {@link dev.tributary.flow.management.logging.SafeMessage} cuts the exception text that libraries put into their own.
 */
@NullMarked
package dev.tributary.flow.management.logging;

import org.jspecify.annotations.NullMarked;
