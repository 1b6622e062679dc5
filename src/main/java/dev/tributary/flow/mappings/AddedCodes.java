package dev.tributary.flow.mappings;

import dev.tributary.base.NearestWord;
import dev.tributary.mapping.document.TableName;
import dev.tributary.vocabulary.Csv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Codes added while the engine runs: {@code config/codes/<folder>/<table>.csv}, laid over the tables of the same folder in
 * {@code mappings/codes}. They stand apart from those, since that folder is mostly a checked-out repository, or the jar's.
 * A line that is replaced or removed stays in the file as a comment with who and when. Thread-safe.
 */
public final class AddedCodes {

    private static final String HEADER =
            "code,text,system,target_code,target_display,target_system,comment,valid_from," + "valid_until";

    private final Path folder;
    private final LiveMappings mappings;
    private final Clock clock;

    /**
     * @param added the folder {@code config}
     * @param mappings read anew after each change
     * @param clock for when
     */
    public AddedCodes(Path added, LiveMappings mappings, Clock clock) {
        this.folder = added.resolve("codes");
        this.mappings = mappings;
        this.clock = clock;
    }

    /**
     * Adds a line, or replaces the one of the same code and system, and puts it in force.
     *
     * @param who adds it
     * @return the state of the set; if it is refused the line was not kept
     * @throws IllegalArgumentException if there is no such code table
     */
    public synchronized MappingState add(NewCode code, String who) {
        Path file = file(code.folder(), code.table());
        String stamp = stamp() + " by " + who;
        List<String> lines = without(file, code.code(), code.system(), "replaced " + stamp);
        String comment = code.comment().isBlank() ? "added " + stamp : code.comment() + " (added " + stamp + ")";
        lines.add(Stream.of(
                        code.code(),
                        code.text(),
                        code.system(),
                        code.targetCode(),
                        code.targetDisplay(),
                        code.targetSystem(),
                        comment,
                        code.validFrom(),
                        code.validUntil())
                .map(AddedCodes::cell)
                .reduce((left, right) -> left + "," + right)
                .orElseThrow());
        return write(file, lines);
    }

    /**
     * Takes a line away that was added here; those of {@code mappings/} are changed there.
     *
     * @return the state of the set; null if there is no such line
     * @throws IllegalArgumentException if there is no such code table, or the folder is no plain name
     */
    public synchronized @Nullable MappingState remove(
            String sender, String table, String code, String system, String who) {
        Path file = file(sender, table);
        List<String> before = lines(file);
        List<String> after = without(file, code, system, "removed " + stamp() + " by " + who);
        return before.equals(after) ? null : write(file, after);
    }

    /** @return every line that is in force, by folder and table */
    public synchronized List<AddedCode> all() {
        List<AddedCode> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                String name = String.valueOf(file.getFileName());
                for (Csv.Line line : body(Files.readString(file))) {
                    all.add(new AddedCode(
                            String.valueOf(file.getName(file.getNameCount() - 2)),
                            name.substring(0, name.length() - 4),
                            line.line(),
                            line.cell(0),
                            line.cell(1),
                            line.cell(2),
                            line.cell(3),
                            line.cell(4),
                            line.cell(5),
                            line.cell(6)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return all;
    }

    private Path file(String sender, String table) {
        NewCode.checkFolder(sender);
        String stem = TableName.fileStem(table);
        Set<String> known = new TreeSet<>(mappings.library().codeTables());
        if (!known.contains(stem)) {
            throw new IllegalArgumentException("there is no code table '" + table + "' in mappings/codes"
                    + (NearestWord.cure(stem, known).isEmpty() ? "" : ": " + NearestWord.cure(stem, known)));
        }
        return folder.resolve(sender).resolve(stem + ".csv");
    }

    private String stamp() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static List<Csv.Line> body(String text) {
        List<Csv.Line> all = Csv.read(text);
        return all.isEmpty() ? List.of() : all.subList(1, all.size());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>(List.of(HEADER));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    // the file's lines are ours: no cell holds a line break
    private static List<String> without(Path file, String code, String system, String why) {
        List<String> lines = lines(file);
        for (Csv.Line line : body(String.join("\n", lines))) {
            if (line.cell(0).equals(code) && line.cell(2).equals(system)) {
                int at = line.line() - 1;
                lines.set(at, "# " + why + ": " + lines.get(at));
            }
        }
        return lines;
    }

    // the whole file in one step: a crash leaves the old one or the new one
    private MappingState write(Path file, List<String> lines) {
        try {
            byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
            Files.createDirectories(file.getParent());
            replace(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            MappingState state = mappings.reload();
            if (state.isRefused()) {
                if (before == null) {
                    Files.delete(file);
                } else {
                    replace(file, before);
                }
            }
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(next, content);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String cell(String text) {
        return text.contains(",") || text.contains("\"") || text.startsWith("#") || !text.equals(text.strip())
                ? "\"" + text.replace("\"", "\"\"") + "\""
                : text;
    }
}
