package dev.tributary.alert;

import java.util.List;

/**
 * What the rules found in one message's changes.
 *
 * @param alerts in the order of the changes, then of the rules' names; no id twice
 * @param faults of rules that failed on one resource; all other rules were tried all the same
 */
public record AlertEvaluation(List<Alert> alerts, List<RuleFault> faults) {}
