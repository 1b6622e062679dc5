/** What a person sees in a browser or asks of the REST API. */
@NullMarked
package dev.tributary.console;

import org.jspecify.annotations.NullMarked;
