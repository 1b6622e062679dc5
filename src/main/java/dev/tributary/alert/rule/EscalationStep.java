package dev.tributary.alert.rule;

import java.time.Duration;
import java.util.List;

/**
 * Who hears next if nobody answers.
 *
 * @param after the alert was raised or re-opened
 * @param audience roles; empty for those of the rule
 * @param to subscribers (another channel: a pager, the switchboard) by name; empty for whoever wants the rule's alerts
 * @param line in the rule's file
 */
public record EscalationStep(Duration after, List<String> audience, List<String> to, int line) {}
