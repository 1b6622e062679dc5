/**
 * Alerts commit with the change that raised them and leave afterwards. {@link dev.tributary.alert.outbox.Outbox} writes
 * them in the caller's transaction; {@link dev.tributary.alert.outbox.OutboxRelay} hands them to the broker, in order,
 * each once.
 */
@NullMarked
package dev.tributary.alert.outbox;

import org.jspecify.annotations.NullMarked;
