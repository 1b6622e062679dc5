package dev.tributary.mapping.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of {@code mappings/} are: in a folder, in the jar, or read once and held. Codes that were added while the
 * engine ran stand apart from the user's files; here they are {@code added/codes/<folder>/<table>.csv}.
 */
public final class MappingFiles {

    /** Where codes stand that were added at run time. */
    public static final String ADDED = "added/";

    private static final String ROOT = "mappings/";
    private static final String ADDED_SHOWN = "config/";

    private final @Nullable Path folder;
    private final @Nullable Map<String, String> held;

    private MappingFiles(@Nullable Path folder, @Nullable Map<String, String> held) {
        this.folder = folder;
        this.held = held;
    }

    /** @return the files of a folder, which a user calls {@code mappings} */
    public static MappingFiles in(Path folder) {
        return new MappingFiles(folder, null);
    }

    /** @return the files that come with the jar */
    public static MappingFiles shipped() {
        return new MappingFiles(null, null);
    }

    /**
     * Reads everything now: what is held does not change, whatever happens to the files.
     *
     * @param added folder whose {@code codes/} holds codes added at run time; it need not exist
     */
    public MappingFiles held(Path added) {
        Map<String, String> texts = new TreeMap<>();
        for (String file : all()) {
            texts.put(file, String.valueOf(read(file)));
        }
        MappingFiles more = in(added);
        try {
            TreeSet<String> codes = new TreeSet<>();
            addFolder(added.resolve("codes"), codes);
            for (String file : codes) {
                texts.put(ADDED + "codes/" + file, String.valueOf(more.read("codes/" + file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + ADDED_SHOWN + "codes", e);
        }
        return new MappingFiles(folder, Map.copyOf(texts));
    }

    /** @return the text of a file, such as {@code segments/pid-patient.yaml}; null if there is none */
    public @Nullable String read(String path) {
        if (held != null) {
            return held.get(path);
        }
        try (InputStream in = open(path)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + shown(path), e);
        }
    }

    /** @return all files, sorted, as {@link #read} takes them */
    public List<String> all() {
        try {
            TreeSet<String> files = new TreeSet<>();
            if (held != null) {
                files.addAll(held.keySet());
                return List.copyOf(files);
            }
            if (folder != null) {
                addFolder(folder, files);
                return List.copyOf(files);
            }
            for (URL root : Collections.list(loader().getResources(ROOT))) {
                if (root.openConnection() instanceof JarURLConnection jar) {
                    String prefix = jar.getEntryName();
                    jar.getJarFile().stream()
                            .filter(entry ->
                                    !entry.isDirectory() && entry.getName().startsWith(prefix))
                            .forEach(entry -> files.add(entry.getName().substring(prefix.length())));
                } else {
                    addFolder(Path.of(java.net.URI.create(root.toString())), files);
                }
            }
            return List.copyOf(files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list mappings", e);
        }
    }

    /** @return the file as a user would name it */
    public static String shown(String path) {
        return path.startsWith(ADDED) ? ADDED_SHOWN + path.substring(ADDED.length()) : ROOT + path;
    }

    private static void addFolder(Path root, TreeSet<String> files) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .forEach(files::add);
        }
    }

    private @Nullable InputStream open(String path) throws IOException {
        if (folder != null) {
            Path file = folder.resolve(path);
            return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
        }
        return loader().getResourceAsStream(ROOT + path);
    }

    private static ClassLoader loader() {
        ClassLoader own = MappingFiles.class.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }
}
