package dev.tributary.mapping;

import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.OverlayDocument;
import dev.tributary.mapping.document.ParsedFile;
import dev.tributary.mapping.document.ParsedFiles;
import dev.tributary.mapping.document.Row;
import dev.tributary.mapping.document.TableKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists the rows of all files. Mistakes are told elsewhere. */
final class RowPlaces {

    private static final String OVERLAYS = "overlays/";

    private final ParsedFiles files;
    private final List<RowPlace> found = new ArrayList<>();

    RowPlaces(ParsedFiles files) {
        this.files = files;
    }

    List<RowPlace> all() {
        for (String file : files.files().all()) {
            String overlay = file.startsWith(OVERLAYS) ? file.split("/")[1] : "";
            String inView = overlay.isEmpty() ? file : file.substring((OVERLAYS + overlay + "/").length());
            for (TableKind kind : TableKind.values()) {
                if (inView.startsWith(kind.folder() + "/") && inView.endsWith(".yaml")) {
                    add(file, overlay);
                }
            }
        }
        found.sort(Comparator.comparing(RowPlace::file).thenComparingInt(RowPlace::line));
        return found;
    }

    private void add(String file, String overlay) {
        ParsedFile document = files.get(file);
        OverlayDocument changes = document == null ? null : document.overlay();
        if (changes != null) {
            add(changes.table().text(), changes.changes(), overlay);
            add(changes.table().text(), changes.adds(), overlay);
            return;
        }
        MappingDocument table = document == null ? null : document.table();
        if (table != null) {
            add(table.name(), table.rows(), overlay);
        }
    }

    private void add(String table, List<Row> rows, String overlay) {
        for (Row row : rows) {
            if (!row.isOverruled()) {
                found.add(new RowPlace(table + "/" + row.localId(), overlay, row.file(), row.line()));
            }
        }
    }
}
