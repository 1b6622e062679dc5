package dev.tributary.vocabulary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A code table as one feed sees it: the feed's own tables laid over the one for all. The first table that has a line
 * wins. Immutable.
 *
 * @param name of the table
 * @param layers the feed's own first; at least one
 */
public record CodeMap(String name, List<CodeTable> layers) {

    /** Keeps a copy of the list. */
    public CodeMap {
        layers = List.copyOf(layers);
    }

    /**
     * @param code as sent, not empty
     * @param system name of its coding system as sent; empty if none was
     * @param known whether that system is a known one
     * @param day of the message, {@code yyyyMMdd}; empty if unknown
     */
    public Translation translate(String code, String system, boolean known, String day) {
        for (CodeTable table : layers) {
            CodeLine line = table.find(code, system, known, day);
            if (line != null) {
                return line.targetCode().isEmpty() ? new Translation.NoCounterpart(line) : new Translation.Mapped(line);
            }
        }
        return new Translation.Unmapped(fallback());
    }

    private @Nullable CodeLine fallback() {
        for (CodeTable table : layers) {
            CodeLine line = table.fallback();
            if (line != null) {
                return line;
            }
        }
        return null;
    }
}
