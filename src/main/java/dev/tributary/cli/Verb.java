package dev.tributary.cli;

import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * One verb of the command line.
 *
 * @param name as it is typed
 * @param summary one line for the list of verbs
 * @param command makes the picocli command; called only for the verb that was typed, since loading a command loads all it
 *     works with
 */
record Verb(String name, String summary, Function<Terminal, Callable<Integer>> command) {}
