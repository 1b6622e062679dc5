package dev.tributary.flow.management.health;

import dev.tributary.base.FaultException;
import dev.tributary.flow.management.Probe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * The health of one part. A part that hangs is down after a few seconds, and is not asked again before its last answer
 * came: a dead database must not collect waiting threads.
 */
public final class PartHealth implements HealthIndicator {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Probe probe;
    private final Executor executor;
    private final AtomicReference<@Nullable CompletableFuture<Map<String, Object>>> asked = new AtomicReference<>();

    /**
     * @param probe asks the part
     * @param executor runs it, so that the caller can stop waiting
     */
    public PartHealth(Probe probe, Executor executor) {
        this.probe = probe;
        this.executor = executor;
    }

    @Override
    public Health health() {
        CompletableFuture<Map<String, Object>> answer = ask();
        try {
            return Health.up()
                    .withDetails(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .build();
        } catch (TimeoutException e) {
            return down("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            return down(reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down("interrupted");
        }
    }

    private synchronized CompletableFuture<Map<String, Object>> ask() {
        CompletableFuture<Map<String, Object>> earlier = asked.get();
        if (earlier != null && !earlier.isDone()) {
            return earlier;
        }
        CompletableFuture<Map<String, Object>> now = CompletableFuture.supplyAsync(this::answer, executor);
        asked.set(now);
        return now;
    }

    private Map<String, Object> answer() {
        try {
            return probe.ask();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new java.util.concurrent.CompletionException(e);
        }
    }

    private static Health down(String reason) {
        return Health.down().withDetail("reason", reason).build();
    }

    /** A fault's detail was written to be read; any other message may hold what must not be shown. */
    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof FaultException fault) {
            return fault.fault().code() + ": " + fault.fault().detail();
        }
        return cause == null ? "unknown" : cause.getClass().getSimpleName();
    }
}
