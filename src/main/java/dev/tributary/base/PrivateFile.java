package dev.tributary.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file with a secret in it, which only its owner may read. */
public final class PrivateFile {

    private PrivateFile() {}

    /**
     * Replaces the file whole. It is written beside and renamed after, so that a crash never leaves half a secret, and it is
     * made with its permissions, not given them later, so that there is no moment in which others can read.
     *
     * @param file whose folder is made if it is not there
     * @param text as UTF-8
     * @throws IOException if it cannot be kept; the old file is then as it was
     */
    public static void write(Path file, String text) throws IOException {
        Path whole = file.toAbsolutePath();
        Path folder = Files.createDirectories(whole.getParent());
        Path beside = Files.createTempFile(folder, whole.getFileName().toString(), ".new", ownerOnly());
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            try (FileChannel written = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
