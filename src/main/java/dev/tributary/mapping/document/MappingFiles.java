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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the files of {@code mappings/} are: in a folder, or in the jar. */
public final class MappingFiles {

    private static final String ROOT = "mappings/";

    private final @Nullable Path folder;

    private MappingFiles(@Nullable Path folder) {
        this.folder = folder;
    }

    /** @return the files of a folder, which a user calls {@code mappings} */
    public static MappingFiles in(Path folder) {
        return new MappingFiles(folder);
    }

    /** @return the files that come with the jar */
    public static MappingFiles shipped() {
        return new MappingFiles(null);
    }

    /** @return the text of a file, such as {@code segments/pid-patient.yaml}; null if there is none */
    public @Nullable String read(String path) {
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
        return ROOT + path;
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
