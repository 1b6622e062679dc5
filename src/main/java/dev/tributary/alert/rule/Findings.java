package dev.tributary.alert.rule;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertEvaluation;
import dev.tributary.alert.Ending;
import dev.tributary.alert.RuleFault;
import dev.tributary.alert.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what the rules find in one message. Not thread-safe. */
public final class Findings {

    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final List<Ending> endings = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private final List<RuleFault> faults = new ArrayList<>();

    void add(Alert alert) {
        alerts.putIfAbsent(alert.id(), alert);
    }

    void add(Ending ending) {
        endings.add(ending);
    }

    void add(Watch watch) {
        watches.add(watch);
    }

    /** Takes what went wrong with one rule; all others are asked all the same. */
    public void add(RuleFault fault) {
        faults.add(fault);
    }

    /** @return all of it */
    public AlertEvaluation all() {
        return new AlertEvaluation(
                List.copyOf(alerts.values()), List.copyOf(endings), List.copyOf(watches), List.copyOf(faults));
    }
}
