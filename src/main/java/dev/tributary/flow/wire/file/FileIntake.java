package dev.tributary.flow.wire.file;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.Answer;
import dev.tributary.flow.wire.Intake;
import dev.tributary.flow.wire.JournaledIntake;
import dev.tributary.hl7.WireMessage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * Takes a file that the route {@code file-drop} has locked: one message, many, or an FHS/BHS batch. Says in a header
 * where the route shall move it, and writes the answer beside that place. While the journal is down the file stays where
 * it is and is tried again.
 */
public final class FileIntake {

    /** Header for the route: {@code done} or {@code error}, the subfolder the file is moved to. */
    public static final String FOLDER_HEADER = "TributaryFolder";

    /** More than any batch a hospital sends; the whole file is in memory while its messages are journaled. */
    private static final long LARGEST_FILE = 256L * 1024 * 1024;

    /** A journal that is down is asked again for a minute before the file goes back to the queue of the folder. */
    private static final int ATTEMPTS = 30;

    private static final long PAUSE_MILLIS = 2_000;

    private static final int KEPT_OF_OVERSIZE = 64 * 1024;

    private final Intake intake;
    private final Clock clock;

    /**
     * @param intake takes the messages
     * @param clock gives the time of receipt
     */
    public FileIntake(Intake intake, Clock clock) {
        this.intake = intake;
        this.clock = clock;
    }

    /**
     * Called by the route.
     *
     * @param exchange its body a file, its header {@code TributaryFeed} the name of the feed
     * @return completes when every message is durable or refused; exceptionally where the file must stay and be tried
     *     again
     */
    public CompletionStage<Void> take(Exchange exchange) {
        File file = exchange.getMessage().getBody(File.class);
        FeedName feed = new FeedName(exchange.getMessage().getHeader("TributaryFeed", String.class));
        return take(exchange, file, read(file, feed), 1);
    }

    private CompletionStage<Void> take(Exchange exchange, File file, WireMessage wire, int attempt) {
        CompletionStage<Answer> answer = file.length() > LARGEST_FILE
                ? intake.refuse(wire, Fault.of(FaultCode.TOO_LARGE, "the file is larger than 256 MB; split it"))
                : intake.acceptFile(wire);
        return answer.thenCompose(given -> {
            Fault why = given.why();
            if (why == null || !why.isTransient()) {
                settle(exchange, file.toPath(), wire, given);
                return CompletableFuture.completedFuture(null);
            }
            if (attempt == ATTEMPTS) {
                return CompletableFuture.failedFuture(new FaultException(why));
            }
            // what of it is durable already comes back as a duplicate
            Executor later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return CompletableFuture.supplyAsync(() -> attempt + 1, later)
                    .thenCompose(next -> take(exchange, file, wire, next));
        });
    }

    private WireMessage read(File file, FeedName feed) {
        int limit = file.length() > LARGEST_FILE ? KEPT_OF_OVERSIZE : Math.toIntExact(file.length());
        try (InputStream in = Files.newInputStream(file.toPath())) {
            return new WireMessage(in.readNBytes(limit), feed, JournaledIntake.FILE + file.getName(), clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void settle(Exchange exchange, Path file, WireMessage wire, Answer answer) {
        String folder = answer.isPositive() ? "done" : "error";
        exchange.getMessage().setHeader(FOLDER_HEADER, folder);
        try {
            Path target = file.resolveSibling(folder);
            Files.createDirectories(target);
            Path half = target.resolve(file.getFileName() + ".ack.part");
            Files.write(half, answer.bytes());
            Files.move(half, target.resolve(file.getFileName() + ".ack"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        intake.answered(wire, answer);
    }
}
