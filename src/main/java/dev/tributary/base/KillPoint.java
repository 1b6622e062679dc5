package dev.tributary.base;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps between which a crash must leave nothing half done. A test arms one by the system property {@link #PROPERTY}
 * and the process ends there as by {@code kill -9}; an engine that is not under test refuses to start with it ({@link
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

    private static final @Nullable String ARMED = System.getProperty(PROPERTY);
    private static final int KILLED = 137;

    /** Ends the process if this is the point that a test has named. */
    public void reached() {
        if (name().equals(ARMED)) {
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
        return names.contains(named)
                ? Optional.empty()
                : Optional.of(
                        new Problem(PROPERTY, 0, "there is no point '" + named + "'", NearestWord.cure(named, names)));
    }
}
