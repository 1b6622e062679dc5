/**
 * Who must be told, and were they: alert rules over what really changed, a transactional outbox, one durable queue per
 * subscriber. JMS lives here and nowhere else.
 */
@NullMarked
package dev.tributary.alert;

import org.jspecify.annotations.NullMarked;
