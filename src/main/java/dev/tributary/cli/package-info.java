/**
 * What a person sees in a terminal: the verbs of {@code tributary.jar}. None of them starts the engine's server.
 *
 * <p>{@link dev.tributary.cli.Cli} knows the {@link dev.tributary.cli.Verb}s by name and makes the one that is asked for;
 * the classes of the others are not loaded. A verb is a picocli command that writes to its {@link
 * dev.tributary.cli.Terminal} and returns an {@link dev.tributary.cli.ExitCode}. What the user got wrong in a file is a
 * {@link dev.tributary.cli.WrongInput}, what he got wrong on the line is picocli's.
 */
@NullMarked
package dev.tributary.cli;

import org.jspecify.annotations.NullMarked;
