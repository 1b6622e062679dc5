package dev.tributary.flow.database;

import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a data folder, held as long as the engine lives. The operating system gives it back when the process
 * dies, however it dies, so that there is never a stale lock to delete by hand.
 */
public final class EngineLock implements AutoCloseable {

    private final FileChannel channel;

    private EngineLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param dataFolder created if it does not exist
     * @return the lock, to be closed last
     * @throws ProblemsException if another engine holds it, or the folder cannot be written
     */
    public static EngineLock take(Path dataFolder) {
        Path file = dataFolder.resolve("engine.lock");
        try {
            Files.createDirectories(dataFolder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder =
                        Files.readString(file, StandardCharsets.US_ASCII).strip();
                channel.close();
                throw problem(
                        file,
                        "another engine" + (holder.isEmpty() ? "" : " (process " + holder + ")")
                                + " is working with this data folder",
                        "stop that one first, or give this one a folder of its own with tributary.data-dir");
            }
            channel.truncate(0);
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return new EngineLock(channel);
        } catch (IOException e) {
            throw problem(
                    file,
                    "the data folder cannot be used: " + e.getClass().getSimpleName(),
                    "let the engine's user write there, or choose another folder with tributary.data-dir");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // an engine in this very process
        }
    }

    private static ProblemsException problem(Path file, String what, String cure) {
        return new ProblemsException(List.of(new Problem(file.toString(), 0, what, cure)));
    }

    /** Gives the folder free. The file stays: deleting it could free a lock that somebody else takes meanwhile. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
