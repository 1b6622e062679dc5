package dev.tributary.alert.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What of a patient's history a rule looks at, as {@code %name}: other resources of one type. Read only if an expression
 * that is evaluated asks for it.
 *
 * @param resource FHIR resource type
 * @param by FHIRPath over one of them that gives its time; null for all, whenever they were
 * @param within how long before; null for ever
 * @param before FHIRPath over the change that gives the time to count back from; null for the time of receipt
 * @param ahead whether to count forward from that time instead of back
 */
public record HistoryQuery(
        String resource,
        @Nullable Located<String> by,
        @Nullable Duration within,
        @Nullable Located<String> before,
        boolean ahead) {}
