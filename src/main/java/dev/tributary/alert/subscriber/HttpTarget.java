package dev.tributary.alert.subscriber;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where and how alerts are POSTed.
 *
 * @param url http or https
 * @param content structured or binary
 * @param headers sent with every delivery, authorization included
 * @param connectTimeout to reach it
 * @param timeout for one delivery
 * @param retryMin first wait after a failure
 * @param retryMax longest wait
 * @param maxResponse bytes of an answer that are read
 */
public record HttpTarget(
        URI url,
        ContentMode content,
        Map<String, String> headers,
        Duration connectTimeout,
        Duration timeout,
        Duration retryMin,
        Duration retryMax,
        int maxResponse) {

    @Override
    public String toString() {
        // the query of an URL and the headers may hold secrets
        return "HttpTarget[" + url.getScheme() + "://" + url.getHost() + "]";
    }
}
