package dev.tributary.alert.ledger;

import dev.tributary.alert.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert in the ledger.
 *
 * @param number in the order of raising; the cursor for the next page
 * @param alert the fact
 * @param sentAt when the broker had it, or null while it is in the outbox
 * @param progress how far it has come
 */
public record AlertEntry(long number, Alert alert, @Nullable Instant sentAt, Progress progress) {}
