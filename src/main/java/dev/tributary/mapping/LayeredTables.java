package dev.tributary.mapping;

import dev.tributary.base.Problems;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.OverlayDocument;
import dev.tributary.mapping.document.ParsedFile;
import dev.tributary.mapping.document.ParsedFiles;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.document.TableName;
import dev.tributary.mapping.plan.KeyReader;
import dev.tributary.mapping.plan.KeyRule;
import dev.tributary.mapping.plan.Tables;
import dev.tributary.vocabulary.CodeMap;
import dev.tributary.vocabulary.CodeTable;
import dev.tributary.vocabulary.NamingTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files as one feed sees them, each read when it is first asked for. Used by one thread, to compile. */
final class LayeredTables implements Tables {

    private static final String KEYS = "keys.yaml";
    private static final String NAMING = "naming.csv";

    private final ParsedFiles parsed;
    private final MappingFiles files;
    private final List<String> overlays;
    private final List<String> codeFolders;
    private final boolean checking;
    private final Problems problems;
    private final Map<String, Optional<MappingDocument>> tables = new HashMap<>();
    private final Map<String, Optional<CodeMap>> codes = new HashMap<>();
    private @Nullable Map<String, KeyRule> keys;
    private @Nullable NamingTable naming;

    /**
     * @param parsed the files
     * @param overlays in order
     * @param codeFolders the first that has a line wins
     * @param checking whether mistakes are looked for everywhere, and not only where a message leads
     * @param problems takes every mistake
     */
    LayeredTables(
            ParsedFiles parsed, List<String> overlays, List<String> codeFolders, boolean checking, Problems problems) {
        this.parsed = parsed;
        this.checking = checking;
        this.files = parsed.files();
        this.overlays = overlays;
        this.codeFolders = codeFolders;
        this.problems = problems;
    }

    @Override
    public @Nullable MappingDocument table(TableKind kind, String name) {
        return tables.computeIfAbsent(kind + name, key -> Optional.ofNullable(read(kind, name)))
                .orElse(null);
    }

    @Override
    public Collection<String> names(TableKind kind) {
        Collection<String> names = new TreeSet<>();
        for (String file : files.all()) {
            if (file.startsWith(kind.folder() + "/")) {
                String text = files.read(file);
                String first = text == null
                        ? ""
                        : text.lines()
                                .filter(line -> line.startsWith(kind.key() + ":"))
                                .findFirst()
                                .orElse("");
                int colon = first.indexOf(':');
                int comment = first.indexOf(" #");
                names.add((comment < 0 ? first : first.substring(0, comment))
                        .substring(colon + 1)
                        .replace("\"", "")
                        .strip());
            }
        }
        return names;
    }

    @Override
    public @Nullable CodeMap codes(String name) {
        return codes.computeIfAbsent(name, key -> Optional.ofNullable(readCodes(name)))
                .orElse(null);
    }

    @Override
    public Collection<String> codeNames() {
        return files.all().stream()
                .filter(file -> file.startsWith("codes/") && file.endsWith(".csv"))
                .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - 4))
                .toList();
    }

    @Override
    public Map<String, KeyRule> keys() {
        if (keys == null) {
            String text = files.read(KEYS);
            keys = text == null ? Map.of() : new KeyReader(MappingFiles.shown(KEYS), problems, checking).rules(text);
        }
        return keys;
    }

    @Override
    public NamingTable naming() {
        if (naming == null) {
            String text = files.read(NAMING);
            naming = NamingTable.read(
                    MappingFiles.shown(NAMING), text == null ? "kind,name,system,comment" : text, problems);
        }
        return naming;
    }

    private @Nullable MappingDocument read(TableKind kind, String name) {
        String path = kind.folder() + "/" + TableName.fileStem(name) + ".yaml";
        MappingDocument document = document(path, name);
        for (String overlay : overlays) {
            String over = "overlays/" + overlay + "/" + path;
            ParsedFile file = parsed.get(over);
            if (file == null) {
                continue;
            }
            problems.addAll(file.problems());
            OverlayDocument changes = file.overlay();
            if (changes != null && document != null) {
                document = changes.over(document, problems);
            } else if (changes == null) {
                document = file.table();
            }
        }
        return document;
    }

    private @Nullable MappingDocument document(String path, String name) {
        ParsedFile file = parsed.get(path);
        if (file == null) {
            return null;
        }
        problems.addAll(file.problems());
        MappingDocument document = file.table();
        if (document != null && !document.name().equals(name)) {
            problems.add(
                    MappingFiles.shown(path),
                    document.line(),
                    "the file holds '" + document.name() + "', and by its name it is asked for " + name,
                    "a file is called by its table: " + TableName.fileStem(document.name()) + ".yaml");
        }
        return document;
    }

    private @Nullable CodeMap readCodes(String name) {
        List<CodeTable> layers = new ArrayList<>();
        String stem = TableName.fileStem(name) + ".csv";
        List<String> folders = new ArrayList<>(codeFolders);
        folders.add("");
        for (String folder : folders) {
            String path = folder.isEmpty() ? "codes/" + stem : "codes/" + folder + "/" + stem;
            String shown = folder.isEmpty() ? name : folder + "/" + name;
            if (!folder.isEmpty()) {
                // what was added while the engine ran is newer than the file it lies over
                addLayer("added/" + shown, MappingFiles.ADDED + path, layers);
            }
            addLayer(shown, path, layers);
        }
        return layers.isEmpty() ? null : new CodeMap(name, layers);
    }

    private void addLayer(String shown, String path, List<CodeTable> layers) {
        String text = files.read(path);
        if (text != null) {
            layers.add(CodeTable.read(shown, MappingFiles.shown(path), text, problems));
        }
    }
}
