package dev.tributary.flow.database;

import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs from the io.zonky.test packages, unpacked once beside the data. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * @param folder where to keep them; a folder of another release stays untouched beside
     * @return the folder that holds {@code bin}, {@code lib} and {@code share}
     * @throws ProblemsException if none come along for this machine
     */
    static Path unpackInto(Path folder) throws IOException {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        URL archive = find(system, machine);
        if (archive == null) {
            throw new ProblemsException(List.of(new Problem(
                    "tributary.database.url",
                    0,
                    "no PostgreSQL comes along for " + system + " on " + machine,
                    "install PostgreSQL and set tributary.database.url, username and password")));
        }
        JarURLConnection connection = (JarURLConnection) archive.openConnection();
        Path home = folder.resolve(
                Long.toHexString(connection.getJarEntry().getCrc()).toLowerCase(Locale.ROOT));
        if (!Files.isDirectory(home)) {
            Path unfinished = Files.createTempDirectory(Files.createDirectories(folder), "unpacking");
            try (InputStream in = connection.getInputStream()) {
                unpack(in, unfinished);
            }
            // all or nothing: a half unpacked server must never be started
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return home;
    }

    private static @Nullable URL find(String system, String machine) {
        boolean arm = machine.startsWith("aarch64") || machine.startsWith("arm64");
        Stream<String> names;
        if (system.startsWith("linux")) {
            names = Stream.of(arm ? "linux-arm_64" : "linux-x86_64");
        } else if (system.startsWith("mac") || system.startsWith("darwin")) {
            // Rosetta runs the Intel build on Apple's own processors
            names = Stream.of("darwin-arm_64", "darwin-x86_64").filter(name -> arm || name.endsWith("x86_64"));
        } else {
            names = Stream.of("windows-x86_64");
        }
        ClassLoader loader = PostgresBinaries.class.getClassLoader();
        return names.map(name -> loader.getResource("postgres-" + name + ".txz"))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    private static void unpack(InputStream in, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("an archive entry points outside of the archive");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Path parent = Objects.requireNonNull(target.getParent());
                Files.createDirectories(parent);
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    if (parent.endsWith("bin") && !target.toFile().setExecutable(true)) {
                        throw new IOException("cannot make " + target + " executable");
                    }
                }
            }
        }
    }
}
