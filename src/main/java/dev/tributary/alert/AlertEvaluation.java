package dev.tributary.alert;

import java.util.List;

/**
 * What the rules found in one message's changes.
 *
 * @param alerts in the order of the changes, then of the rules' names; no id twice
 * @param endings of alerts raised before; to be applied first
 * @param watches resources that a rule wants to be asked about at a later time
 * @param faults of rules that failed on one resource; all other rules were tried all the same
 */
public record AlertEvaluation(List<Alert> alerts, List<Ending> endings, List<Watch> watches, List<RuleFault> faults) {

    /** @return whether there is nothing to do */
    public boolean isEmpty() {
        return alerts.isEmpty() && endings.isEmpty() && watches.isEmpty() && faults.isEmpty();
    }
}
