package dev.tributary.alert.subscriber;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings {@code tributary.subscribers.<name>.*}, as written.
 *
 * @param url where alerts go: {@code https://}, {@code mllp://}, {@code mllps://}, {@code file:} or {@code smtp://};
 *     empty if the subscriber consumes its queue itself
 * @param payload what is sent; null for what is usual there
 * @param rules names of rules it wants; empty for all
 * @param events it wants; empty for all
 * @param severities it wants; empty for all
 * @param facilities it wants (MSH-4, first component); empty for all
 * @param units it wants (PV1-3.1); empty for all
 * @param panels patient panels it wants; empty for all
 * @param practitioners whose alerts it wants, by identifier (an NPI) or reference; empty for all
 * @param content structured or binary CloudEvents
 * @param headers sent with every delivery
 * @param bearerToken sent as {@code Authorization: Bearer}; empty for none
 * @param username for HTTP Basic or the mail server; empty for none
 * @param password for HTTP Basic or the mail server
 * @param trust PEM file with the authorities that may have signed its certificate; empty for those of the JDK
 * @param connectTimeout to reach it
 * @param timeout for one delivery, first byte to last
 * @param retryMin first wait after a failure
 * @param retryMax longest wait; each wait is twice the one before, give or take a fifth
 * @param opensAfter failures in a row after which the circuit is open: one attempt each {@code retry-max} and no more
 * @param expiresAfter how long an alert may wait in the queue before it is set aside; 0 for as long as it takes
 * @param mllp what only concerns {@code mllp://}
 * @param mail what only concerns {@code smtp://}
 * @param maxResponse of an answer that is read; the rest is cut off
 * @param paused whether deliveries wait from the start
 */
public record SubscriberSettings(
        @DefaultValue("") String url,
        @Nullable Payload payload,
        @DefaultValue List<String> rules,
        @DefaultValue List<String> events,
        @DefaultValue List<String> severities,
        @DefaultValue List<String> facilities,
        @DefaultValue List<String> units,
        @DefaultValue List<String> panels,
        @DefaultValue List<String> practitioners,
        @DefaultValue("structured") ContentMode content,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("") String bearerToken,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String trust,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("1s") Duration retryMin,
        @DefaultValue("1m") Duration retryMax,
        @DefaultValue("5") int opensAfter,
        @DefaultValue("0s") Duration expiresAfter,
        @DefaultValue MllpSettings mllp,
        @DefaultValue MailSettings mail,
        @DefaultValue("64KB") DataSize maxResponse,
        @DefaultValue("false") boolean paused) {

    @Override
    public String toString() {
        // headers, token and password stay out of every log
        return "SubscriberSettings[" + rules + events + severities + facilities + "]";
    }
}
