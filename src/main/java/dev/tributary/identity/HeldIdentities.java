package dev.tributary.identity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a transaction knows of numbers whose locks it holds, and of whose patients it holds them too: nobody else can
 * change that before it ends, so that one question serves all its messages. Not thread-safe.
 */
final class HeldIdentities implements TransactionSynchronization {

    private final IdentityTables tables;
    private final Map<IdentifierKey, Optional<String>> owners = new HashMap<>();
    private final Set<String> free = new HashSet<>();

    private HeldIdentities(IdentityTables tables) {
        this.tables = tables;
    }

    /** @return those of the running transaction, which there must be */
    static HeldIdentities of(IdentityTables tables) {
        HeldIdentities held = (HeldIdentities) TransactionSynchronizationManager.getResource(tables);
        if (held == null) {
            held = new HeldIdentities(tables);
            TransactionSynchronizationManager.bindResource(tables, held);
            TransactionSynchronizationManager.registerSynchronization(held);
        }
        return held;
    }

    /** @return by number the patient at the end of its chain of merges, of those that have one; null if not all are held */
    @Nullable
    Map<IdentifierKey, String> ownersOf(SortedSet<IdentifierKey> keys) {
        if (!owners.keySet().containsAll(keys)) {
            return null;
        }
        Map<IdentifierKey, String> found = new HashMap<>();
        keys.forEach(key -> owners.getOrDefault(key, Optional.empty()).ifPresent(patient -> found.put(key, patient)));
        return found;
    }

    /** The locks of these numbers and of their patients are held. */
    void hold(SortedSet<IdentifierKey> keys, Map<IdentifierKey, String> found) {
        keys.forEach(key -> owners.put(key, Optional.ofNullable(found.get(key))));
    }

    /** No patient has these ids, and the numbers they would be made from are held. */
    void free(Set<String> patients) {
        free.addAll(patients);
    }

    /** @return whether it is known that no patient has this id */
    boolean isFree(String patient) {
        return free.contains(patient);
    }

    /** A number that nobody had was given to a patient whose locks are held, or who is new. */
    void given(IdentifierKey key, String patient) {
        owners.put(key, Optional.of(patient));
    }

    /** A patient has this id now. */
    void taken(String patient) {
        free.remove(patient);
    }

    /** Merges and moves change what many numbers lead to: it is asked anew. The locks stay. */
    void forget() {
        owners.clear();
        free.clear();
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(tables);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(tables, this);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(tables);
    }
}
