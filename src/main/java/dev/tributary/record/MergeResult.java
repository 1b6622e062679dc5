package dev.tributary.record;

import dev.tributary.store.ResourceChange;
import java.util.List;
import java.util.Map;

/**
 * What one message changes.
 *
 * @param changes what to write: {@code after} is the whole resource as it shall be, with its id; no id twice, nothing
 *     that equals what is stored. Empty for a retransmit or a replay
 * @param times when the facts were stated; to be remembered in the same transaction, also if nothing changes
 * @param notes what was left out on purpose, and why
 */
public record MergeResult(List<ResourceChange> changes, Map<String, FactTime> times, List<RecordNote> notes) {}
