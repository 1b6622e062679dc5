package dev.tributary.store;

import dev.tributary.base.MessageId;
import java.util.List;

/**
 * Everything one message does to the record, to be written together or not at all.
 *
 * @param cause becomes {@code meta.source} of every resource written
 * @param writes each with its own id (every write is {@code PUT type/id}), in any order, no id twice; resources that
 *     equal what is stored should be left out
 */
public record StoreTransaction(MessageId cause, List<ResourceChange> writes) {}
