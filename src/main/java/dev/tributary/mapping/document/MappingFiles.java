package dev.tributary.mapping.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code mappings/}, in a folder or in the jar, as they were when they were first asked for: what was read
 * once stays as it was, so that all that is made of these files is of one set. Codes that were added while the engine ran
 * stand apart from the user's files; here they are {@code added/codes/<folder>/<table>.csv}. Safe for any number of
 * threads.
 */
public final class MappingFiles {

    /** Where codes stand that were added at run time. */
    public static final String ADDED = "added/";

    private static final String ROOT = "mappings/";
    private static final String ADDED_SHOWN = "config/";

    /** Gives the bytes of a file. */
    private interface Source {
        byte[] bytes() throws IOException;
    }

    private final Map<String, Source> sources;
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    private MappingFiles(Map<String, Source> sources) {
        this.sources = sources;
    }

    /** @return the files of a folder, which a user calls {@code mappings} */
    public static MappingFiles in(Path folder) {
        try {
            Map<String, Source> sources = new TreeMap<>();
            addFolder(folder, "", sources);
            return new MappingFiles(sources);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list mappings", e);
        }
    }

    /** @return the files that come with the jar */
    public static MappingFiles shipped() {
        try {
            Map<String, Source> sources = new TreeMap<>();
            for (URL root : Collections.list(loader().getResources(ROOT))) {
                if (root.openConnection() instanceof JarURLConnection jar) {
                    addJar(jar.getJarFile(), jar.getEntryName(), sources);
                } else {
                    addFolder(Path.of(URI.create(root.toString())), "", sources);
                }
            }
            return new MappingFiles(sources);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list mappings", e);
        }
    }

    /**
     * Reads everything now: what is held does not change, whatever happens to the files.
     *
     * @param added folder whose {@code codes/} holds codes added at run time; it need not exist
     */
    public MappingFiles held(Path added) {
        Map<String, Source> all = new TreeMap<>(sources);
        try {
            addFolder(added.resolve("codes"), ADDED + "codes/", all);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + ADDED_SHOWN + "codes", e);
        }
        MappingFiles held = new MappingFiles(all);
        held.contents.putAll(contents);
        all.keySet().forEach(held::bytes);
        return held;
    }

    /**
     * @param path of a file, {@code overlays/site/segments/pid-patient.yaml}; it need not exist yet
     * @param text what it shall hold
     * @return these files with that one in its place; these stay as they are
     */
    public MappingFiles with(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Map<String, Source> all = new TreeMap<>(sources);
        all.put(path, () -> bytes);
        MappingFiles changed = new MappingFiles(all);
        changed.contents.putAll(contents);
        changed.contents.put(path, bytes);
        return changed;
    }

    /** @return whether there is a file, such as {@code segments/pid-patient.yaml} */
    public boolean has(String path) {
        return sources.containsKey(path);
    }

    /** @return the text of a file; null if there is none */
    public @Nullable String read(String path) {
        byte[] bytes = bytes(path);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** @return the bytes of a file, not to be changed; null if there is none */
    public byte @Nullable [] bytes(String path) {
        byte[] known = contents.get(path);
        Source source = known == null ? sources.get(path) : null;
        if (source == null) {
            return known;
        }
        try {
            byte[] read = source.bytes();
            byte[] first = contents.putIfAbsent(path, read);
            return first == null ? read : first;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + shown(path), e);
        }
    }

    /** @return all files, sorted, as {@link #read} takes them */
    public List<String> all() {
        return List.copyOf(sources.keySet());
    }

    /** @return the file as a user would name it */
    public static String shown(String path) {
        return path.startsWith(ADDED) ? ADDED_SHOWN + path.substring(ADDED.length()) : ROOT + path;
    }

    private static void addFolder(Path root, String prefix, Map<String, Source> sources) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile)
                    .forEach(file -> sources.putIfAbsent(
                            prefix + root.relativize(file).toString().replace('\\', '/'),
                            () -> Files.readAllBytes(file)));
        }
    }

    // the jar's own entries: asking the class loader for each file looks through all jars each time
    private static void addJar(JarFile jar, String prefix, Map<String, Source> sources) {
        jar.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
                .forEach(entry -> sources.putIfAbsent(entry.getName().substring(prefix.length()), () -> {
                    try (InputStream in = jar.getInputStream(entry)) {
                        return in.readAllBytes();
                    }
                }));
    }

    private static ClassLoader loader() {
        ClassLoader own = MappingFiles.class.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }
}
