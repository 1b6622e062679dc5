/** What a person sees in a terminal: the verbs of {@code tributary.jar}. None of them starts the engine's server. */
@NullMarked
package dev.tributary.cli;

import org.jspecify.annotations.NullMarked;
