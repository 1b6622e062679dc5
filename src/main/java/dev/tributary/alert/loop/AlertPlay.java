package dev.tributary.alert.loop;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertContext;
import dev.tributary.alert.AlertEvaluation;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.RuleFault;
import dev.tributary.alert.Surroundings;
import dev.tributary.alert.Watch;
import dev.tributary.alert.audience.Audience;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules played without a server: changes of one message after the other go in, the alerts that would be sent come out,
 * retractions and re-openings included. What the engine does in its database is done in memory, by the same {@link
 * AlertDesk}. Used by one thread.
 */
public final class AlertPlay {

    private final AlertRules rules;
    private final FhirStore record;
    private final MemoryBook book = new MemoryBook();
    private final AlertDesk desk = new AlertDesk(book, Audience.NOBODY, AlertTasks.NONE);
    private final List<RuleFault> faults = new ArrayList<>();

    /**
     * @param rules to be played
     * @param record that the changes are written to
     */
    public AlertPlay(AlertRules rules, FhirStore record) {
        this.rules = rules;
        this.record = record;
    }

    /**
     * @param context the message
     * @param changes it made, as the record has them now
     * @return what is sent, in order
     */
    public List<Alert> hear(AlertContext context, List<ResourceChange> changes) {
        Surroundings around = Surroundings.of(record, changes);
        return take(rules.evaluate(context, changes, around), around);
    }

    /**
     * Lets the time pass for rules that are asked at a time of their own.
     *
     * @param now what the clock says
     * @return what is sent, in order
     */
    public List<Alert> pass(Instant now) {
        List<Alert> sent = new ArrayList<>();
        for (Watch watch : book.due(now)) {
            Surroundings around = Surroundings.of(record, List.of());
            around.read(watch.focus())
                    .ifPresent(current -> sent.addAll(take(rules.evaluate(watch, current, around), around)));
        }
        return List.copyOf(sent);
    }

    private List<Alert> take(AlertEvaluation found, Surroundings around) {
        faults.addAll(found.faults());
        return desk.take(rules, found, around);
    }

    /** @return what went wrong with rules so far */
    public List<RuleFault> faults() {
        return List.copyOf(faults);
    }
}
