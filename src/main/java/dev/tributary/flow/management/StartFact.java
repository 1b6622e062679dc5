package dev.tributary.flow.management;

import java.util.function.Supplier;

/**
 * One line of the start screen that another room knows: where the database is, how the store runs, where the queues
 * listen. Give it as a bean.
 *
 * @param label one word
 * @param value read once the engine is ready; no passwords
 */
public record StartFact(String label, Supplier<String> value) {}
