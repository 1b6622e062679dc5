package dev.tributary.cli.prove;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small file system of its own (tmpfs) under the engine's data folder, where this process may mount one; a ballast file
 * makes it full. It does not survive a power cut, but every kill.
 */
final class EngineDisk {

    private static final int BLOCK = 1 << 20;

    private final Path folder;
    private final boolean mounted;

    private EngineDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /**
     * @param folder the engine's data folder
     * @param size such as {@code 3g}; empty for the disk that is there
     */
    static EngineDisk under(Path folder, String size) throws IOException {
        Files.createDirectories(folder);
        boolean mounted = !size.isEmpty()
                && run(List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tributary-prove", folder.toString()));
        return new EngineDisk(folder, mounted);
    }

    /** @return whether it can be made full */
    boolean isSmall() {
        return mounted;
    }

    /** Leaves not a byte. */
    boolean fill() {
        if (!mounted) {
            return false;
        }
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'B');
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return true;
        }
    }

    /** Gives the room back. */
    void free() throws IOException {
        Files.deleteIfExists(ballast());
    }

    void close() {
        if (mounted && !run(List.of("umount", folder.toString()))) {
            // something still has a file open: it goes when that ends
            var unused = run(List.of("umount", "-l", folder.toString()));
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
