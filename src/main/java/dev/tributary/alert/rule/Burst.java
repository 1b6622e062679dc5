package dev.tributary.alert.rule;

import java.time.Duration;
import java.util.List;

/**
 * When alerts of one rule become so many that only their number is told.
 *
 * @param most sent one by one
 * @param within that time
 * @param by FHIRPath; alerts with equal answers count together. Empty: all of the rule's alerts
 */
public record Burst(int most, Duration within, List<Located<String>> by) {}
