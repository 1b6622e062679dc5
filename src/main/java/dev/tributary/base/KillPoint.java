package dev.tributary.base;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The steps between which a crash must leave nothing half done. A test arms one by the system property {@link #PROPERTY},
 * {@code STORED} or {@code STORED:25}, and the process ends there as by {@code kill -9}, at the first or that pass; an engine that is not under test refuses to start with it ({@link
 * #refusal}). Without it a point costs a comparison.
 */
public enum KillPoint {
    /** A message is durable and its sender has heard nothing. */
    RECORDED,
    /** A message is read and mapped. */
    READ,
    /** It is decided who the patient is. */
    IDENTIFIED,
    /** The record is written, as far as the transaction sees it. */
    STORED,
    /** Alerts are in the outbox. */
    ALERTED,
    /** The message's end is written. */
    FINISHED,
    /** Resources and versions are in the tables, their index is not. */
    INDEXING,
    /** All is committed and nobody knows yet. */
    COMMITTED,
    /** The broker has the alerts and the outbox does not know. */
    SENT,
    /** A subscriber has an alert, and neither its queue nor the ledger knows. */
    DELIVERED;

    /** The system property that names a point. */
    public static final String PROPERTY = "tributary.test.kill-at";

    /** The environment variable that says {@code yes} where nothing can be lost. */
    public static final String UNDER_TEST = "TRIBUTARY_UNDER_TEST";

    private static final String ARMED = name(System.getProperty(PROPERTY, ""));
    private static final AtomicLong PASSES_LEFT = new AtomicLong(passes(System.getProperty(PROPERTY, "")));
    private static final int KILLED = 137;

    /** Ends the process if this is the point, and the pass, that a test has named. */
    public void reached() {
        if (name().equals(ARMED) && PASSES_LEFT.decrementAndGet() <= 0) {
            // no shutdown hook, no finally: as kill -9
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /**
     * @param named the value of {@link #PROPERTY}, or null
     * @param underTest the value of {@link #UNDER_TEST}, or null
     * @return why an engine must not start, if it must not
     */
    public static Optional<Problem> refusal(@Nullable String named, @Nullable String underTest) {
        if (named == null) {
            return Optional.empty();
        }
        if (!"yes".equals(underTest)) {
            return Optional.of(new Problem(
                    PROPERTY, 0, "this engine would kill itself at " + named, "leave it out: it is for tests alone"));
        }
        List<String> names = Arrays.stream(values()).map(Enum::name).toList();
        return names.contains(name(named)) && passes(named) > 0
                ? Optional.empty()
                : Optional.of(new Problem(
                        PROPERTY, 0, "there is no point '" + named + "'", NearestWord.cure(name(named), names)));
    }

    private static String name(String armed) {
        int colon = armed.indexOf(':');
        return colon < 0 ? armed : armed.substring(0, colon);
    }

    // 0 where it is no number: refused at the start
    private static long passes(String armed) {
        int colon = armed.indexOf(':');
        if (colon < 0) {
            return 1;
        }
        String count = armed.substring(colon + 1);
        return count.matches("[0-9]{1,9}") ? Long.parseLong(count) : 0;
    }
}
