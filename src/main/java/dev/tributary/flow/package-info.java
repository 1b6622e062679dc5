/**
 * The message's way: the wiring of the whole engine and the Camel side. Everything below is plain Java; here it meets
 * Spring and the routes.
 */
@NullMarked
package dev.tributary.flow;

import org.jspecify.annotations.NullMarked;
