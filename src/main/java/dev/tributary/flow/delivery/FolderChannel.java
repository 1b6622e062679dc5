package dev.tributary.flow.delivery;

import dev.tributary.alert.subscriber.FolderTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file for each alert: {@code <time>-<alert id>.<extension>}, so that names sort as the alerts came and a repeat
 * replaces its own file. It appears whole or not at all: written beside it under a name that ends in {@code .part}, forced
 * to the disk, renamed.
 */
final class FolderChannel implements Channel<FolderTarget> {

    @Override
    public Attempt carry(FolderTarget target, Parcel parcel) {
        // the alert's own time and not the clock's: the same alert has the same name in every repeat
        String time = parcel.event().path("time").asText().replaceAll("[^0-9TZ]", "");
        String name = time + "-" + parcel.alert() + "." + parcel.body().extension();
        try {
            Files.createDirectories(target.folder());
            Path part = target.folder().resolve(name + ".part");
            write(part, parcel.body().bytes());
            Files.move(
                    part,
                    target.folder().resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(target.folder());
            return Attempt.delivered("written");
        } catch (IOException e) {
            return Attempt.again(e.getClass().getSimpleName());
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    // the name is in the folder, and a folder has to be forced too; some systems do not open one
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // the file's bytes are on the disk: what a power cut could take back is the name, and then it is sent again
        }
    }
}
