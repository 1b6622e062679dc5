/**
 * Alert rules: parse, check, compile, run. A {@link dev.tributary.alert.rule.RuleFile} is read by {@code RuleReader}
 * into an {@link dev.tributary.alert.rule.AlertRule} (what was written, with line numbers); {@link
 * dev.tributary.alert.rule.RuleCompiler} turns all of them into {@link dev.tributary.alert.rule.CompiledRule}s or tells
 * every mistake at once. Expressions are FHIRPath over {@code %current} and {@code %previous}.
 */
@NullMarked
package dev.tributary.alert.rule;

import org.jspecify.annotations.NullMarked;
