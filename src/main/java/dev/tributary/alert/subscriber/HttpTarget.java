package dev.tributary.alert.subscriber;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how alerts are POSTed.
 *
 * @param url http or https
 * @param payload what the body is
 * @param content structured or binary, for CloudEvents
 * @param headers sent with every delivery, authorization included
 * @param trust PEM file with the authorities that may have signed its certificate; null for those of the JDK
 * @param connectTimeout to reach it
 * @param timeout for one delivery
 * @param maxResponse bytes of an answer that are read
 * @param retry after a failure
 */
public record HttpTarget(
        URI url,
        Payload payload,
        ContentMode content,
        Map<String, String> headers,
        @Nullable Path trust,
        Duration connectTimeout,
        Duration timeout,
        int maxResponse,
        Retry retry)
        implements Target {

    @Override
    public String address() {
        return url.getScheme() + "://" + url.getAuthority();
    }

    @Override
    public String toString() {
        // the query of an URL and the headers may hold secrets
        return "HttpTarget[" + url.getScheme() + "://" + url.getHost() + "]";
    }
}
