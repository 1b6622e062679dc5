package dev.tributary.flow.mappings;

import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import dev.tributary.mapping.document.MappingFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps changed files of {@code mappings/}: checked with the whole set, written in one step, put in force, and remembered in
 * our database with who, when and why, so that each change can be taken back. Thread-safe.
 */
public final class MappingShelf {

    /** Files a person may change here: tables, code tables, names, keys and tests, of the set or of an overlay. */
    private static final Pattern EDITABLE = Pattern.compile(
            "(overlays/[A-Za-z0-9][A-Za-z0-9_-]{0,63}/)?(messages|segments|datatypes|tests)/[a-z0-9][a-z0-9-]{0,99}\\.yaml"
                    + "|codes/([A-Za-z0-9][A-Za-z0-9_-]{0,63}/)?[a-z0-9][a-z0-9-]{0,99}\\.csv|naming\\.csv|keys\\.yaml");

    private static final int LONGEST_FILE = 1 << 20;
    private static final int LONGEST_REASON = 500;

    private static final String COLUMNS =
            "select id, at, who, why, path, before, after, version, takes_back from tributary.mapping_revision ";

    /** What came of keeping a file. */
    public enum Outcome {
        /** It is written and in force. */
        KEPT,
        /** The set would not compile; nothing was written. */
        REFUSED,
        /** Somebody changed the file since it was read; nothing was written. */
        CHANGED_MEANWHILE,
        /** The setting says that files are managed elsewhere; nothing was written. */
        MANAGED_ELSEWHERE,
        /** Lines for codes need a second person, which a whole file would go around; nothing was written. */
        SECOND_PERSON,
        /** The folder cannot be written; nothing was. */
        NOT_WRITABLE
    }

    /**
     * @param outcome what came of it
     * @param problems why it was refused; empty otherwise
     * @param revision number of the change; 0 if there was none
     */
    public record Kept(Outcome outcome, List<Problem> problems, long revision) {

        private static Kept not(Outcome outcome) {
            return new Kept(outcome, List.of(), 0);
        }
    }

    /** A row as it is read. */
    record Row(
            long id,
            OffsetDateTime at,
            String who,
            String why,
            String path,
            @Nullable String before,
            @Nullable String after,
            String version,
            @Nullable Long takesBack) {

        private MappingRevision revision() {
            return new MappingRevision(id, at.toInstant(), who, why, path, before, after, version, takesBack);
        }
    }

    private final LiveMappings mappings;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final boolean managedElsewhere;
    private final boolean secondPerson;

    /**
     * @param mappings whose folder is written
     * @param dataSource the engine's database
     * @param clock for when
     * @param managedElsewhere whether nothing may be written
     * @param secondPerson whether a line for a code needs a second person: then no file of codes/ is written
     */
    public MappingShelf(
            LiveMappings mappings, DataSource dataSource, Clock clock, boolean managedElsewhere, boolean secondPerson) {
        this.mappings = mappings;
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
        this.managedElsewhere = managedElsewhere;
        this.secondPerson = secondPerson;
    }

    /** @return whether nothing may be written, so that a changed file can only be handed out */
    public boolean managedElsewhere() {
        return managedElsewhere;
    }

    /**
     * @param path within {@code mappings/}
     * @return the same path
     * @throws IllegalArgumentException if that is not a file to be changed here
     */
    public static String editable(String path) {
        if (!EDITABLE.matcher(path).matches()) {
            throw new IllegalArgumentException("'" + path + "' is no file to be changed here: name one of messages/,"
                    + " segments/, datatypes/, tests/ (.yaml), of the set or below overlays/<name>/, codes/ (.csv),"
                    + " naming.csv or keys.yaml");
        }
        return path;
    }

    /**
     * @param path within {@code mappings/}
     * @return what the file holds now; null if it is not there
     */
    public @Nullable String read(String path) {
        String text = mappings.files().read(editable(path));
        return text == null ? null : text.replace("\r\n", "\n");
    }

    /**
     * Writes a file and puts the set in force.
     *
     * @param path within {@code mappings/}
     * @param text what it shall hold
     * @param was what it held when the person began; null if it was not there
     * @param why in the person's words
     * @param who the user's name
     * @throws IllegalArgumentException if path, text or reason cannot be taken
     */
    public Kept keep(String path, String text, @Nullable String was, String why, String who) {
        if (why.isBlank()) {
            throw new IllegalArgumentException("Say why the file is changed: it stands in its history.");
        }
        if (why.length() > LONGEST_REASON || text.length() > LONGEST_FILE) {
            throw new IllegalArgumentException(
                    "The reason is longer than " + LONGEST_REASON + " characters, or the file than 1 MB: shorten it.");
        }
        // an editor in a browser may lose the last line's end
        String whole = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        return write(editable(path), whole, was, why.strip(), who, null);
    }

    /**
     * Takes a change back, if the file is still as that change left it.
     *
     * @param id number of the change
     * @param who the user's name
     * @return empty if there is no such change
     */
    public Optional<Kept> takeBack(long id, String who) {
        return revision(id)
                .map(change -> write(
                        change.path(),
                        change.before(),
                        change.after(),
                        "takes back change " + id + ": " + change.why(),
                        who,
                        id));
    }

    /** @return the change of that number */
    public Optional<MappingRevision> revision(long id) {
        return jdbc.sql(COLUMNS + "where id = ?")
                .param(id)
                .query(Row.class)
                .optional()
                .map(Row::revision);
    }

    /**
     * @param limit at most so many
     * @return the latest first
     */
    public List<MappingRevision> history(int limit) {
        return jdbc.sql(COLUMNS + "order by id desc limit ?").param(limit).query(Row.class).list().stream()
                .map(Row::revision)
                .toList();
    }

    private synchronized Kept write(
            String path,
            @Nullable String text,
            @Nullable String was,
            String why,
            String who,
            @Nullable Long takesBack) {
        if (managedElsewhere) {
            return Kept.not(Outcome.MANAGED_ELSEWHERE);
        }
        if (secondPerson && path.startsWith("codes/")) {
            return Kept.not(Outcome.SECOND_PERSON);
        }
        String now = read(path);
        if (!Objects.equals(now, was)) {
            return Kept.not(Outcome.CHANGED_MEANWHILE);
        }
        if (text != null) {
            try {
                var unused = mappings.candidate(mappings.files().with(path, text));
            } catch (ProblemsException e) {
                return new Kept(Outcome.REFUSED, e.problems(), 0);
            }
        }
        try {
            unpack();
            Path file = mappings.folder().resolve(path);
            put(file, text);
            MappingState state = mappings.reload();
            if (state.isRefused()) {
                put(file, now);
                List<Problem> problems = state.problems();
                var unused = mappings.reload();
                return new Kept(Outcome.REFUSED, problems, 0);
            }
            return new Kept(Outcome.KEPT, List.of(), remember(file, path, now, text, why, who, state, takesBack));
        } catch (IOException e) {
            return Kept.not(Outcome.NOT_WRITABLE);
        }
    }

    // a change that nobody could trace or take back must not stay: without its row the file goes back
    private long remember(
            Path file,
            String path,
            @Nullable String before,
            @Nullable String after,
            String why,
            String who,
            MappingState state,
            @Nullable Long takesBack)
            throws IOException {
        try {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(clock.instant().atOffset(ZoneOffset.UTC));
            row.add(who);
            row.add(why);
            row.add(path);
            row.add(before);
            row.add(after);
            row.add(state.version());
            row.add(takesBack);
            return jdbc.sql("insert into tributary.mapping_revision"
                            + " (at, who, why, path, before, after, version, takes_back)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?::bigint) returning id")
                    .params(row)
                    .query(Long.class)
                    .single();
        } catch (RuntimeException e) {
            put(file, before);
            var unused = mappings.reload();
            throw e;
        }
    }

    // a folder of one file would take the place of the whole set in the jar: the set is laid out first
    private void unpack() throws IOException {
        Path folder = mappings.folder();
        if (Files.isDirectory(folder)) {
            return;
        }
        Path beside = folder.resolveSibling(folder.getFileName() + ".tmp");
        MappingFiles shipped = MappingFiles.shipped();
        for (String path : shipped.all()) {
            byte[] bytes = shipped.bytes(path);
            if (bytes != null) {
                Path file = beside.resolve(path);
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            }
        }
        Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    // the whole file in one step: a crash leaves the old one or the new one
    private static void put(Path file, @Nullable String text) throws IOException {
        if (text == null) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(next, text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
