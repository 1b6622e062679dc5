package dev.tributary.mapping.document;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a site or a feed changes in one table.
 *
 * @param table whose rows it changes
 * @param file it stands in
 * @param after where its piece of structure goes; null if it has none
 * @param insert the piece of structure; null if it has none
 * @param fields data types of a Z segment's fields
 * @param changes rows with the id of the row they change
 * @param drops rows with the id of the row they take away
 * @param adds new rows
 */
public record OverlayDocument(
        Written table,
        String file,
        @Nullable Written after,
        @Nullable Written insert,
        Map<String, Written> fields,
        List<Row> changes,
        List<Row> drops,
        List<Row> adds) {

    /** Keeps copies of the lists. */
    public OverlayDocument {
        fields = Map.copyOf(fields);
        changes = List.copyOf(changes);
        drops = List.copyOf(drops);
        adds = List.copyOf(adds);
    }

    /** @return the table with these changes made; what names no row of it becomes a problem */
    public MappingDocument over(MappingDocument document, Problems problems) {
        List<Row> rows = new ArrayList<>(document.rows());
        for (Row change : changes) {
            int at = find(rows, change, RowKey.ID, problems);
            if (at >= 0) {
                rows.set(at, rows.get(at).changedBy(change));
            }
        }
        for (Row drop : drops) {
            int at = find(rows, drop, RowKey.ID, problems);
            if (at >= 0) {
                rows.remove(at);
            }
        }
        for (Row add : adds) {
            int at = add.has(RowKey.AFTER) ? find(rows, add, RowKey.AFTER, problems) : rows.size() - 1;
            rows.add(at < 0 ? rows.size() : at + 1, add);
        }
        Map<String, Written> allFields = new HashMap<>(document.fields());
        allFields.putAll(fields);
        return document.with(structureOver(document.structure(), problems), allFields, rows);
    }

    private Written structureOver(Written structure, Problems problems) {
        if (after == null || insert == null) {
            return structure;
        }
        // the word may be followed by what closes its brackets: [{NK1}] stays whole
        String text = structure.text();
        int at = wordEnd(text, after.text());
        if (at < 0) {
            problems.add(file, after.line(), "the structure has no segment '" + after.text() + "'", "name one of it");
            return structure;
        }
        return new Written(
                text.substring(0, at) + " " + insert.text() + " " + text.substring(at),
                structure.line(),
                structure.column());
    }

    private static int wordEnd(String text, String word) {
        int from = 0;
        while (true) {
            int at = text.indexOf(word, from);
            if (at < 0) {
                return -1;
            }
            int end = at + word.length();
            boolean whole = (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
            if (whole) {
                while (end < text.length() && "]} ".indexOf(text.charAt(end)) >= 0) {
                    if (text.charAt(end) == ' ' && !closes(text, end)) {
                        break;
                    }
                    end++;
                }
                return end;
            }
            from = end;
        }
    }

    private static boolean closes(String text, int at) {
        int next = at;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        return next < text.length() && (text.charAt(next) == ']' || text.charAt(next) == '}');
    }

    private int find(List<Row> rows, Row wanted, RowKey by, Problems problems) {
        String id = wanted.text(by);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).localId().equals(id)) {
                return i;
            }
        }
        List<String> ids = rows.stream().map(Row::localId).toList();
        problems.add(
                wanted.file(),
                wanted.line(),
                "the table " + table.text() + " has no row '" + id + "'",
                NearestWord.cure(id, ids));
        return -1;
    }
}
