package dev.tributary.alert.rule;

import java.time.Duration;
import java.util.List;

/**
 * The answer a rule's alerts want.
 *
 * @param within the response time of the policy
 * @param readBack whether who acknowledges must repeat what was heard
 * @param steps in the order of their times
 */
public record Response(Duration within, boolean readBack, List<EscalationStep> steps) {}
