package dev.tributary.mapping;

import dev.tributary.base.Problems;
import dev.tributary.base.ProblemsException;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.ParsedFile;
import dev.tributary.mapping.document.ParsedFiles;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.document.TableName;
import dev.tributary.mapping.document.Written;
import dev.tributary.mapping.plan.CompiledPlan;
import dev.tributary.mapping.plan.MessageCompiler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The mapping set in files. Plans are compiled when they are first asked for, and kept. */
final class FileLibrary implements MappingLibrary {

    private record PlanKey(String table, List<String> overlays, List<String> codeFolders) {}

    private final MappingFiles files;
    private final ParsedFiles parsed;
    // nobody but a report asks for it before the first result: it is found beside the compiling
    private final CompletableFuture<String> version;
    private final Map<PlanKey, CompiledPlan> plans = new ConcurrentHashMap<>();
    private final Map<String, String> tableOfType = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, String> events;

    FileLibrary(MappingFiles files) {
        this.files = files;
        this.parsed = new ParsedFiles(files);
        this.version = CompletableFuture.supplyAsync(() -> version(files));
    }

    @Override
    public MappingPlan plan(MessageHeader header, FeedProfile profile) {
        String type = header.structure() + "|" + header.type();
        String table = tableOfType.get(type);
        if (table == null) {
            table = table(header);
            // senders may send anything: what is remembered has an end
            if (tableOfType.size() < 1_000) {
                tableOfType.put(type, table);
            }
        }
        PlanKey key = new PlanKey(table, profile.overlays(), profile.codeFolders());
        CompiledPlan known = plans.get(key);
        return known != null ? known : plans.computeIfAbsent(key, this::compile);
    }

    @Override
    public String version() {
        return version.join();
    }

    @Override
    public List<String> codeTables() {
        return files.all().stream()
                .filter(file -> file.startsWith("codes/") && file.endsWith(".csv"))
                .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - 4))
                .distinct()
                .toList();
    }

    @Override
    public List<RowPlace> rows() {
        return new RowPlaces(parsed).all();
    }

    /** Reads and compiles every file; throws with every mistake. */
    void checkAll() {
        Problems problems = new Problems();
        List<String> all = files.all();
        List<List<String>> views = new ArrayList<>();
        views.add(List.of());
        all.stream()
                .filter(file -> file.startsWith("overlays/"))
                .map(file -> file.split("/")[1])
                .distinct()
                .forEach(overlay -> views.add(List.of(overlay)));
        parsed.readAhead(all.stream().filter(FileLibrary::holdsTables).toList());
        for (List<String> overlays : views) {
            new LibraryCheck(parsed, all, overlays, problems).check();
        }
        problems.throwIfAny();
    }

    private CompiledPlan compile(PlanKey key) {
        Problems problems = new Problems();
        LayeredTables tables = new LayeredTables(parsed, key.overlays(), key.codeFolders(), false, problems);
        MappingDocument document = tables.table(TableKind.MESSAGE, key.table());
        if (document == null) {
            problems.add(
                    MappingFiles.shown("messages/any.yaml"),
                    0,
                    "the table ANY is missing",
                    "it maps what has no table");
            throw new ProblemsException(problems.all());
        }
        CompiledPlan plan = MessageCompiler.compile(document, tables, problems, this::version);
        problems.throwIfAny();
        return plan;
    }

    private String table(MessageHeader header) {
        String structure = header.structure();
        if (isName(structure) && exists(structure)) {
            return structure;
        }
        String byEvent = events().get(header.type());
        if (byEvent != null) {
            return byEvent;
        }
        String own = header.messageCode() + "_" + header.triggerEvent();
        if (isName(own) && exists(own)) {
            return own;
        }
        return isName(header.messageCode()) && exists(header.messageCode()) ? header.messageCode() : "ANY";
    }

    // what a sender writes becomes part of a file's name
    private static boolean isName(String text) {
        return text.matches("[A-Z][A-Z0-9]{2}(_[A-Z0-9]{3})?");
    }

    private boolean exists(String table) {
        return files.has(TableKind.MESSAGE.folder() + "/" + TableName.fileStem(table) + ".yaml");
    }

    private Map<String, String> events() {
        Map<String, String> known = events;
        if (known == null) {
            known = new HashMap<>();
            for (String file : files.all()) {
                if (file.startsWith(TableKind.MESSAGE.folder() + "/") && file.endsWith(".yaml")) {
                    addEvents(file, known);
                }
            }
            events = known;
        }
        return known;
    }

    private void addEvents(String file, Map<String, String> into) {
        ParsedFile message = parsed.get(file);
        MappingDocument document = message == null ? null : message.table();
        if (document != null) {
            for (Written event : document.events()) {
                into.putIfAbsent(event.text(), document.name());
            }
        }
    }

    private static boolean holdsTables(String file) {
        return file.endsWith(".yaml")
                && Arrays.stream(TableKind.values()).anyMatch(kind -> file.contains(kind.folder() + "/"));
    }

    private static String version(MappingFiles files) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String file : files.all()) {
                // tests change nothing of what comes out
                boolean counts = !file.contains("tests/");
                if (counts && (file.endsWith(".yaml") || file.endsWith(".csv"))) {
                    byte[] bytes = files.bytes(file);
                    hash.update(file.getBytes(StandardCharsets.UTF_8));
                    hash.update((byte) 0);
                    hash.update(bytes == null ? new byte[0] : bytes);
                }
            }
            return HexFormat.of().formatHex(hash.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
