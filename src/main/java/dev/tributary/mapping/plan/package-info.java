/**
 * From documents to a plan, and from a message to resources.
 *
 * <p>Compile: {@link dev.tributary.mapping.plan.MessageCompiler} resolves a message table, {@code TableCompiler} the
 * tables it uses, {@code TargetCompiler} their targets to {@code Slot}s. Every name is looked up here and everything
 * wrong is a problem with its line. Run: {@code Run} reads the groups of a message, opens a {@code Frame} for each
 * application of a table, fills slots, then ties links, makes ids from keys and merges what is the same.
 */
@NullMarked
package dev.tributary.mapping.plan;

import org.jspecify.annotations.NullMarked;
