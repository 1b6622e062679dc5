package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import org.jspecify.annotations.Nullable;

/**
 * One place that a step changed.
 *
 * @param step its name
 * @param path where the result stands
 * @param from where the value stood as sent, if that is another place; else null
 */
public record Change(String step, FieldPath path, @Nullable FieldPath from) {}
