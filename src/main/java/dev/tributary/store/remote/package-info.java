/**
 * The record on somebody else's FHIR R4 server, over HAPI's REST client. Every write is one FHIR transaction of {@code
 * PUT}s under our own ids and with {@code If-Match}, so that it may be repeated when nobody knows whether it happened.
 */
@NullMarked
package dev.tributary.store.remote;

import org.jspecify.annotations.NullMarked;
