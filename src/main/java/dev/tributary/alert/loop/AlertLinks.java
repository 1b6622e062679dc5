package dev.tributary.alert.loop;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed links by which whoever has got an alert acknowledges it without a login: {@code /ack/<alert>.<until>.<mac>},
 * HMAC-SHA-256 over the rest. A link is good until a time; its first use closes the alert,
 * and every later one is told so. Thread-safe.
 */
public final class AlertLinks {

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;
    private final Duration life;
    private final Clock clock;

    /**
     * @param key secret, the same on all nodes and after a restart
     * @param life how long a link is good
     * @param clock says when it ends
     */
    public AlertLinks(byte[] key, Duration life, Clock clock) {
        this.key = key.clone();
        this.life = life;
        this.clock = clock;
    }

    /** What a link is good for. */
    public sealed interface Reading {
        /** @param alert id */
        record Good(String alert) implements Reading {}

        /** It was good once. */
        record Expired() implements Reading {}

        /** Nobody of ours has made it. */
        record Forged() implements Reading {}
    }

    /** @return the path of the link for an alert, beginning with {@code /ack/} */
    public String pathFor(String alert) {
        String body = alert + "." + clock.instant().plus(life).getEpochSecond();
        return "/ack/" + body + "." + mac(body);
    }

    /** @param token what follows {@code /ack/} */
    public Reading read(String token) {
        int end = token.lastIndexOf('.');
        int middle = end < 1 ? -1 : token.lastIndexOf('.', end - 1);
        if (middle < 1) {
            return new Reading.Forged();
        }
        String body = token.substring(0, end);
        byte[] given = token.substring(end + 1).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(mac(body).getBytes(StandardCharsets.US_ASCII), given)) {
            return new Reading.Forged();
        }
        return until(token.substring(middle + 1, end))
                .filter(until -> until.isAfter(clock.instant()))
                .<Reading>map(until -> new Reading.Good(token.substring(0, middle)))
                .orElseGet(Reading.Expired::new);
    }

    private static Optional<Instant> until(String seconds) {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private String mac(String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
