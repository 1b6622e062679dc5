package dev.tributary.flow.mappings;

import dev.tributary.base.LogKey;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the files now and then. What differs from what was read last is read once two looks have found the same: a set
 * that is still being copied, or a file that is still being written, is never read in part.
 */
final class MappingWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MappingWatch.class);

    private final LiveMappings mappings;
    private final Duration every;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "mapping-watch");
        made.setDaemon(true);
        return made;
    });
    private FolderStamp read;
    private FolderStamp seen;
    private volatile boolean running;

    MappingWatch(LiveMappings mappings, Duration every) {
        this.mappings = mappings;
        this.every = every;
        this.read = FolderStamp.of(mappings.folders());
        this.seen = read;
    }

    @Override
    public void start() {
        running = true;
        if (!every.isZero() && !every.isNegative()) {
            long millis = every.toMillis();
            var unused = thread.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Looks once. */
    synchronized void look() {
        try {
            FolderStamp now = FolderStamp.of(mappings.folders());
            boolean quiet = now.equals(seen);
            seen = now;
            if (quiet && !now.equals(read)) {
                read = now;
                var unused = mappings.reload();
            }
        } catch (RuntimeException e) {
            // the next look tries again; without this one failure would end all looking
            LOG.atWarn().addKeyValue(LogKey.EXCEPTION, e.getClass().getName()).log("cannot look at mappings");
        }
    }
}
