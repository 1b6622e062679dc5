package dev.tributary.alert.rule;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a rule behaves beyond raising an alert.
 *
 * @param changed asked only if one of these elements differs; empty for any
 * @param history what of the patient's history expressions may look at, by variable without the percent sign
 * @param retract FHIRPath: all alerts of this rule about this resource are taken back
 * @param retractLast FHIRPath: only the latest of them is
 * @param recovered FHIRPath: what was wrong is well again
 * @param reopen FHIRPath: what was told has another meaning now
 * @param at FHIRPath: a time at which to ask, instead of now
 * @param burst when only a number is told
 * @param response the answer it wants; null for none
 */
public record Conduct(
        Set<String> changed,
        Map<String, HistoryQuery> history,
        @Nullable Located<String> retract,
        @Nullable Located<String> retractLast,
        @Nullable Located<String> recovered,
        @Nullable Located<String> reopen,
        @Nullable Located<String> at,
        @Nullable Burst burst,
        @Nullable Response response) {}
