package dev.tributary.cli.send;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * When each message is due. With a rate, message n is due at (n-1)/rate seconds whatever became of those before, so that
 * a receiver that stalls is charged for everyone who had to wait; without one, it is due when a connection is free.
 */
final class Timetable {

    /**
     * @param seq from 1
     * @param intended when it is due, by {@link System#nanoTime()}
     */
    record Entry(long seq, long intended) {}

    private final double rate;
    private final long count;
    private final long nanos;
    private final long start = System.nanoTime();
    private final AtomicLong taken = new AtomicLong();

    Timetable(double rate, long count, Optional<Duration> duration) {
        this.rate = rate;
        this.count = count;
        this.nanos = duration.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** @return the next message, once it is due; null at the end of the run */
    @Nullable
    Entry next() {
        long seq = taken.incrementAndGet();
        if (seq > count) {
            return null;
        }
        long offset = rate > 0 ? (long) ((seq - 1) * 1e9 / rate) : System.nanoTime() - start;
        if (offset >= nanos) {
            return null;
        }
        long intended = start + offset;
        for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return new Entry(seq, intended);
    }

    long sinceStart(Entry entry) {
        return entry.intended() - start;
    }

    long elapsed() {
        return System.nanoTime() - start;
    }
}
