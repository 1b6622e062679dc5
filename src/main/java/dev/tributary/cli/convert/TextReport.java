package dev.tributary.cli.convert;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.preprocess.Change;
import dev.tributary.mapping.LineageEntry;
import dev.tributary.mapping.LineageEntry.Kind;
import dev.tributary.mapping.MappingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The account of one conversion for eyes: first by value of the message, then by element, then the issues. No values. */
final class TextReport {

    private TextReport() {}

    static String write(String plan, Hl7Message message, MappingResult result, List<Change> changes) {
        StringBuilder out = new StringBuilder();
        line(
                out,
                "%s %s, plan %s, mapping version %s",
                message.header().type(),
                message.header().controlId(),
                plan,
                result.mappingVersion());
        for (Change change : changes) {
            line(
                    out,
                    "  mended by %s: %s%s",
                    change.step(),
                    change.path(),
                    change.from() == null ? "" : ", sent in " + change.from());
        }
        out.append("\nMESSAGE\n");
        for (LineageEntry entry : result.lineage()) {
            if (entry.kind() != Kind.CONSTANT) {
                line(out, "  %-16s %-8s %s", entry.source(), word(entry), what(entry));
            }
        }
        out.append("\nRESOURCES\n");
        byElement(result).forEach((reference, elements) -> {
            line(out, "  %s", reference);
            elements.forEach((element, entries) -> entries.forEach(entry -> line(
                    out,
                    "    %-48s <- %-12s %s",
                    element.substring(element.indexOf('.') + 1),
                    entry.kind() == Kind.CONSTANT ? "constant at " + entry.source() : entry.source(),
                    row(entry))));
        });
        if (!result.issues().isEmpty() || !message.issues().isEmpty()) {
            out.append("\nISSUES\n");
            message.issues().forEach(issue -> line(out, "  %s", issue));
            result.issues().forEach(issue -> line(out, "  %s", issue));
        }
        return out.toString();
    }

    /** @return what fills each element of each resource, in the order of the resources */
    static Map<String, Map<String, List<LineageEntry>>> byElement(MappingResult result) {
        Map<String, Map<String, List<LineageEntry>>> all = new LinkedHashMap<>();
        result.drafts().forEach(draft -> all.put(draft.reference(), new TreeMap<>()));
        for (LineageEntry entry : result.lineage()) {
            if ((entry.kind() == Kind.MAPPED || entry.kind() == Kind.CONSTANT)
                    && !entry.element().isEmpty()) {
                all.computeIfAbsent(entry.reference(), key -> new TreeMap<>())
                        .computeIfAbsent(entry.element(), key -> new ArrayList<>())
                        .add(entry);
            }
        }
        return all;
    }

    /** @return where the value stood as sent; the path itself where no step moved it */
    static FieldPath sentIn(FieldPath path, List<Change> changes) {
        for (Change change : changes) {
            FieldPath from = change.from();
            if (from != null && change.path().covers(path)) {
                return new FieldPath(
                        from.segment(),
                        from.occurrence(),
                        from.field(),
                        from.repetition(),
                        path.component(),
                        path.subcomponent());
            }
        }
        return path;
    }

    private static String word(LineageEntry entry) {
        return entry.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String what(LineageEntry entry) {
        String row = row(entry);
        return switch (entry.kind()) {
            case MAPPED, CONSTANT, DELETED ->
                (entry.element().isEmpty() ? "in a translation" : entry.element()) + "  " + row;
            case IGNORED -> entry.reason() + "  " + row;
            case UNMAPPED -> entry.reason();
        };
    }

    private static String row(LineageEntry entry) {
        return entry.row() + (entry.codeLine().isEmpty() ? "" : "  " + entry.codeLine());
    }

    private static void line(StringBuilder out, String form, Object... values) {
        out.append(String.format(Locale.ROOT, form, values).stripTrailing()).append('\n');
    }
}
