package dev.tributary.alert.loop;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every alert ever raised and where it stands. All writes belong to the caller's transaction. */
public interface AlertBook {

    /**
     * Puts an alert or a notice into the book, to be sent unless it is {@link AlertState#COLLAPSED}.
     *
     * @return false if its id is there: it is the same fact again, and nothing is changed
     */
    boolean add(Alert alert, AlertState state);

    /** @return the alert of that id, locked until the transaction ends */
    Optional<Standing> find(String id);

    /**
     * @param rule name
     * @param focus {@code Encounter/abc}
     * @return alerts of the rule about the resource that are neither retracted nor recovered, latest first, locked
     */
    List<Standing> standing(String rule, String focus);

    /** Says where an alert stands now; nothing is due for it any more. */
    void close(String id, AlertState state, Instant at, @Nullable String by);

    /**
     * Asks for an answer, anew if one was given.
     *
     * @param at from which time counts
     * @param due when the answer is due
     * @param next when to look again
     */
    void open(String id, Instant at, Instant due, Instant next);

    /** Remembers how many escalation steps are done, and when to look again; null for never. */
    void escalated(String id, int step, @Nullable Instant next);

    /** Adds to an alert's story. */
    void note(String id, LoopEvent event);

    /** @return how many alerts of a burst came since then */
    int burstSince(String burst, Instant since);

    /** Looks again at a burst at that time, unless that is planned already. */
    void summarise(String id, Instant next);

    /** Plans or cancels a question. */
    void watch(Watch watch);
}
