/**
 * What the stored record becomes: drafts from the mapping laid over what is there, so that sparse never erases
 * (invariant 7) and old never beats new (invariant 8).
 *
 * <p>A {@link dev.tributary.record.DraftSet} (drafts, deletions, the {@link dev.tributary.record.Statement} they came
 * with, and what identity decided) goes into the {@link dev.tributary.record.RecordMerger}, which reads what is stored
 * and answers with a {@link dev.tributary.record.MergeResult}: the changes for {@link
 * dev.tributary.store.FhirStore#commit}, and the times for {@link dev.tributary.record.FactTimes#remember}. How each
 * element is merged is not in code: {@link dev.tributary.record.RecordRules} come from {@code mappings/record/*.yaml}.
 *
 * <p>The merger reads and decides, and writes nothing. The one table of this room, {@code tributary.fact_time}, keeps
 * when each fact was last stated: a fact that is only repeated must not make a new version of its resource, and must
 * still beat an older message that comes late.
 */
@NullMarked
package dev.tributary.record;

import org.jspecify.annotations.NullMarked;
