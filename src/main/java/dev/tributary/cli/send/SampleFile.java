package dev.tributary.cli.send;

import dev.tributary.cli.WrongInput;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The CSV of a run; none where none was asked for. Many threads write. */
final class SampleFile implements Closeable {

    private final @Nullable BufferedWriter writer;

    SampleFile(Optional<Path> file) {
        BufferedWriter opened = null;
        if (file.isPresent()) {
            try {
                opened = Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8);
                opened.write("seq,control_id,intended_ms,latency_ms,answer\n");
            } catch (IOException e) {
                throw new WrongInput(
                        file.get() + ": cannot be written (" + e.getClass().getSimpleName() + ")");
            }
        }
        this.writer = opened;
    }

    synchronized void add(long seq, String controlId, long intended, long latency, String answer) {
        if (writer == null) {
            return;
        }
        try {
            writer.write(String.format(
                    Locale.ROOT,
                    "%d,%s,%.3f,%.3f,%s%n",
                    seq,
                    controlId,
                    Latencies.millis(intended),
                    Latencies.millis(latency),
                    answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
