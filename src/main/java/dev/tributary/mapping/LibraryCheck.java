package dev.tributary.mapping;

import dev.tributary.base.Problems;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.ParsedFile;
import dev.tributary.mapping.document.ParsedFiles;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.document.TableName;
import dev.tributary.mapping.plan.MessageCompiler;
import dev.tributary.vocabulary.CodeTable;
import java.util.List;

/** Reads and compiles all files of a mapping set, as feeds without and with an overlay see them. */
final class LibraryCheck {

    // alert rules and what else has its own reader
    private static final List<String> OTHERS = List.of("alerts/", "record/", "samples/", "tests/", "guide/");

    private final ParsedFiles parsed;
    private final MappingFiles files;
    private final List<String> all;
    private final List<String> overlays;
    private final Problems problems;

    LibraryCheck(ParsedFiles parsed, List<String> all, List<String> overlays, Problems problems) {
        this.parsed = parsed;
        this.files = parsed.files();
        this.all = all;
        this.overlays = overlays;
        this.problems = problems;
    }

    void check() {
        LayeredTables tables = new LayeredTables(parsed, overlays, List.of(), true, problems);
        MessageCompiler compiler = MessageCompiler.checking(tables, problems);
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
        String name = name(file);
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
        } else {
            compiler.check(document);
        }
    }

    private String name(String file) {
        ParsedFile document = parsed.get(file);
        if (document == null) {
            return "";
        }
        problems.addAll(document.problems());
        return document.name();
    }
}
