package dev.tributary.flow.mappings;

import dev.tributary.base.Rounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the files now and then. What differs from what was read last is read once two looks have found the same: a set
 * that is still being copied, or a file that is still being written, is never read in part.
 */
final class MappingWatch implements SmartLifecycle {

    private final LiveMappings mappings;
    private final Duration every;
    private FolderStamp read;
    private FolderStamp seen;
    private volatile @Nullable Rounds rounds;

    MappingWatch(LiveMappings mappings, Duration every) {
        this.mappings = mappings;
        this.every = every;
        this.read = FolderStamp.of(mappings.folders());
        this.seen = read;
    }

    @Override
    public void start() {
        rounds = Rounds.start("mapping-watch", every, this::look);
    }

    @Override
    public void stop() {
        // not under the lock of a look: stopping must not wait for one that hangs
        Rounds going = rounds;
        rounds = null;
        if (going != null) {
            going.close();
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }

    /** Looks once. */
    synchronized void look() {
        FolderStamp now = FolderStamp.of(mappings.folders());
        boolean quiet = now.equals(seen);
        seen = now;
        if (quiet && !now.equals(read)) {
            read = now;
            var unused = mappings.reload();
        }
    }
}
