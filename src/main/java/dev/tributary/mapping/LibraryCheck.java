package dev.tributary.mapping;

import dev.tributary.base.Problems;
import dev.tributary.mapping.document.DocumentReader;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.document.TableName;
import dev.tributary.mapping.plan.MessageCompiler;
import dev.tributary.vocabulary.CodeTable;
import java.util.List;

/** Reads and compiles all files of a mapping set, as feeds without and with an overlay see them. */
final class LibraryCheck {

    // alert rules and what else has its own reader
    private static final List<String> OTHERS = List.of("alerts/", "record/", "samples/", "tests/");

    private final MappingFiles files;
    private final List<String> all;
    private final List<String> overlays;
    private final String version;
    private final Problems problems;

    LibraryCheck(MappingFiles files, List<String> all, List<String> overlays, String version, Problems problems) {
        this.files = files;
        this.all = all;
        this.overlays = overlays;
        this.version = version;
        this.problems = problems;
    }

    void check() {
        LayeredTables tables = new LayeredTables(files, overlays, List.of(), problems);
        MessageCompiler compiler = new MessageCompiler(tables, problems);
        tables.keys();
        tables.naming();
        for (String file : all) {
            check(file, tables, compiler);
        }
    }

    private void check(String file, LayeredTables tables, MessageCompiler compiler) {
        String inView = file;
        if (file.startsWith("overlays/")) {
            String overlay = file.split("/")[1];
            if (!overlays.contains(overlay)) {
                return;
            }
            inView = file.substring(("overlays/" + overlay + "/").length());
        }
        if (OTHERS.stream().anyMatch(inView::startsWith)) {
            return;
        }
        if (inView.startsWith(MappingFiles.ADDED)) {
            inView = inView.substring(MappingFiles.ADDED.length());
        }
        if (inView.startsWith("codes/") && inView.endsWith(".csv")) {
            String stem = inView.substring(inView.lastIndexOf('/') + 1, inView.length() - 4);
            String text = files.read(file);
            CodeTable.read(stem, MappingFiles.shown(file), text == null ? "" : text, problems);
            return;
        }
        for (TableKind kind : TableKind.values()) {
            if (inView.startsWith(kind.folder() + "/") && inView.endsWith(".yaml")) {
                check(kind, file, tables, compiler);
                return;
            }
        }
        boolean known = file.equals("keys.yaml") || file.equals("naming.csv") || file.endsWith(".schema.json");
        if (!known && (file.endsWith(".yaml") || file.endsWith(".csv"))) {
            problems.add(
                    MappingFiles.shown(file),
                    0,
                    "no one reads this file",
                    "tables stand in messages, segments, datatypes, codes");
        }
    }

    private void check(TableKind kind, String file, LayeredTables tables, MessageCompiler compiler) {
        String text = files.read(file);
        String name = name(file, text == null ? "" : text);
        if (name.isEmpty()) {
            return;
        }
        String stem = file.substring(file.lastIndexOf('/') + 1, file.length() - 5);
        if (!TableName.fileStem(name).equals(stem)) {
            problems.add(
                    MappingFiles.shown(file),
                    1,
                    "the file of " + name + " must be called by it",
                    TableName.fileStem(name) + ".yaml");
            return;
        }
        MappingDocument document = tables.table(kind, name);
        if (document == null) {
            problems.add(MappingFiles.shown(file), 1, "there is no table " + name + " to lie over", "");
        } else if (document.kind() != kind) {
            problems.add(
                    MappingFiles.shown(file),
                    1,
                    "a " + document.kind().key() + " table in the folder " + kind.folder(),
                    "");
        } else if (kind == TableKind.MESSAGE) {
            compiler.compile(document, version);
        } else {
            compiler.check(document);
        }
    }

    private String name(String file, String text) {
        DocumentReader reader = new DocumentReader(MappingFiles.shown(file), problems);
        var top = reader.top(text);
        for (String key : List.of("message", "segment", "datatype", "overlay")) {
            if (top.containsKey(key)) {
                return reader.list(top.get(key)).get(0).text();
            }
        }
        if (!top.isEmpty()) {
            problems.add(
                    MappingFiles.shown(file),
                    1,
                    "the file does not say what it is",
                    "begin with segment:, datatype: or message:");
        }
        return "";
    }
}
