package dev.tributary.flow.wire;

import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of one feed's way in. Thread-safe. */
public final class FeedMeters {

    private final MeterRegistry registry;
    private final String feed;
    private final Counter received;
    private final Counter junk;
    private final Timer latency;
    private final AtomicInteger connections = new AtomicInteger();

    FeedMeters(MeterRegistry registry, FeedName feed) {
        this.registry = registry;
        this.feed = feed.value();
        this.received = counter(Meters.RECEIVED);
        this.junk = counter(Meters.JUNK);
        this.latency = Timer.builder(Meters.ACK_LATENCY.meterName())
                .description(Meters.ACK_LATENCY.help())
                .tags("feed", this.feed)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(registry);
        Gauge.builder(Meters.CONNECTIONS.meterName(), connections, AtomicInteger::get)
                .description(Meters.CONNECTIONS.help())
                .tags("feed", this.feed)
                .register(registry);
    }

    /** @return how many connections are open now; the edge adds and subtracts */
    public AtomicInteger connections() {
        return connections;
    }

    void received() {
        received.increment();
    }

    void acknowledged(Answer answer, Duration sinceLastByte) {
        if (answer.isSent()) {
            counter(Meters.ACKNOWLEDGED, "code", answer.code()).increment();
            latency.record(sinceLastByte);
        }
    }

    void refused(FaultCode why) {
        counter(Meters.REFUSED, "fault", why.name()).increment();
    }

    void applicationAcknowledged(String code, String outcome) {
        counter(Meters.APPLICATION_ACKNOWLEDGMENTS, "code", code, "outcome", outcome)
                .increment();
    }

    /** @param reason address, limit, tls or idle */
    public void ended(String reason) {
        counter(Meters.CONNECTIONS_ENDED, "reason", reason).increment();
    }

    /** @param reason cut, oversize, slow or lost */
    public void broken(String reason) {
        counter(Meters.FRAMES_BROKEN, "reason", reason).increment();
    }

    /** @param bytes skipped outside of frames */
    public void junk(long bytes) {
        junk.increment(bytes);
    }

    private Counter counter(Meters meter, String... tags) {
        return Counter.builder(meter.meterName())
                .description(meter.help())
                .tags("feed", feed)
                .tags(tags)
                .register(registry);
    }
}
