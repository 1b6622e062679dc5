/**
 * What deliveries carry: {@link dev.tributary.flow.delivery.payload.Payloads} makes a body of an alert, by what the
 * subscriber's settings ask for: the CloudEvent itself, a FHIR message Bundle ({@link
 * dev.tributary.flow.delivery.payload.NotificationBundle}), the message that came in, or one built from the record
 * ({@link dev.tributary.flow.delivery.payload.BuiltMessage}).
 */
@NullMarked
package dev.tributary.flow.delivery.payload;

import org.jspecify.annotations.NullMarked;
