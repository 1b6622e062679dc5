package dev.tributary.flow.health;

import dev.tributary.alert.outbox.Outbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The disk of the data folder, and what waits for the broker. */
final class MachineSource implements HealthSource {

    private static final double GIGABYTE = 1L << 30;

    private final Path folder;
    private final Outbox outbox;

    MachineSource(Path folder, Outbox outbox) {
        this.folder = folder;
        this.outbox = outbox;
    }

    @Override
    public List<Measurement> measure(Instant now) {
        try {
            FileStore disk = Files.getFileStore(folder);
            double free = disk.getUsableSpace();
            return List.of(Measurement.of("engine", "engine")
                    .with("diskFreePercent", 100 * free / Math.max(1, disk.getTotalSpace()))
                    .with("diskFreeGigabytes", free / GIGABYTE)
                    .with("outbox", outbox.depth()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
