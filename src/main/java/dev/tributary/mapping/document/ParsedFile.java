package dev.tributary.mapping.document;

import dev.tributary.base.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One YAML file of tables, as written.
 *
 * @param name of the table it holds or changes; empty where it does not say
 * @param table it holds; null if it holds none
 * @param overlay it is; null if it is none
 * @param problems of its form
 */
public record ParsedFile(
        String name,
        @Nullable MappingDocument table,
        @Nullable OverlayDocument overlay,
        List<Problem> problems) {}
