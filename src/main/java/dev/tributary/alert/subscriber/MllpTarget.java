package dev.tributary.alert.subscriber;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A system that takes HL7 v2 over MLLP.
 *
 * @param host to reach
 * @param port to reach
 * @param tls whether the connection is encrypted ({@code mllps})
 * @param trust PEM file with the authorities that may have signed its certificate; null for those of the JDK
 * @param payload the original message or one built from the record
 * @param onError what AE and CE mean
 * @param onReject what AR and CR mean
 * @param connectTimeout to reach it
 * @param timeout from the last byte sent to the whole acknowledgment
 * @param maxResponse bytes of an acknowledgment that are read
 * @param retry after a failure
 */
public record MllpTarget(
        String host,
        int port,
        boolean tls,
        @Nullable Path trust,
        Payload payload,
        OnNegative onError,
        OnNegative onReject,
        Duration connectTimeout,
        Duration timeout,
        int maxResponse,
        Retry retry)
        implements Target {

    @Override
    public String address() {
        return (tls ? "mllps://" : "mllp://") + host + ":" + port;
    }
}
