package dev.tributary.alert;

import dev.tributary.base.Fault;

/**
 * A rule that could not say whether, or not say well what, on one resource.
 *
 * @param rule name of the rule
 * @param focus the resource, {@code Observation/abc}
 * @param fault what went wrong, without any value of the resource
 */
public record RuleFault(String rule, String focus, Fault fault) {}
