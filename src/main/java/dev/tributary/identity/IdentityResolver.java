package dev.tributary.identity;

import dev.tributary.base.FeedName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Identifier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Decides who is who. Safe under parallel callers: each takes PostgreSQL's advisory locks on all identifiers of its
 * message and on the patients behind them, and holds them until its transaction ends, so that the same new number in
 * many threads makes one patient, and nobody writes to a record while it is merged.
 */
public final class IdentityResolver {

    private final IdentityTables tables;
    private final IdentityRules rules;

    /**
     * @param dataSource the one the transaction manager of the FHIR store works on
     * @param rules which identifiers count
     */
    public IdentityResolver(DataSource dataSource, IdentityRules rules) {
        this.tables = new IdentityTables(dataSource);
        this.rules = rules;
    }

    /**
     * @param request what the message says
     * @return the decision; a {@link IdentityDecision.Known} is written, together with whatever else the caller's
     *     transaction commits
     * @throws IllegalStateException if the caller is in no transaction: locks and decision would be lost at once
     */
    public IdentityDecision resolve(IdentityRequest request) {
        requireTransaction();
        Claims claims = Claims.of(request, rules);
        HeldIdentities held = HeldIdentities.of(tables);
        Map<IdentifierKey, String> found = held.ownersOf(claims.keys());
        return new Ruling(
                        new Findings(tables, held, request, claims, found == null ? lockAndFind(claims.keys()) : found))
                .decide();
    }

    /**
     * Takes the locks of all that several requests speak of, and finds out who has which number, in a few statements
     * instead of a few for each. Decides nothing; each request is still to be resolved, in its order.
     *
     * @param requests that will be resolved in this transaction
     * @throws IllegalStateException if the caller is in no transaction
     */
    public void foresee(Collection<IdentityRequest> requests) {
        requireTransaction();
        SortedSet<IdentifierKey> keys = new TreeSet<>();
        Set<String> perhapsNew = new HashSet<>();
        List<Claims> all =
                requests.stream().map(request -> Claims.of(request, rules)).toList();
        all.forEach(claims -> keys.addAll(claims.keys()));
        HeldIdentities held = HeldIdentities.of(tables);
        Map<IdentifierKey, String> found = lockAndFind(keys);
        held.hold(keys, found);
        for (Claims claims : all) {
            claims.drafts().forEach((draft, its) -> {
                if (its.stream().noneMatch(found::containsKey)) {
                    perhapsNew.add(draft);
                }
            });
        }
        perhapsNew.removeAll(tables.existing(perhapsNew));
        held.free(perhapsNew);
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("identity is decided inside the transaction that writes the record");
        }
    }

    /**
     * Who has these numbers now; takes no lock and writes nothing. For lanes and for people.
     *
     * @param feed scopes identifiers without an authority
     * @param identifiers of any type; only those that identify a person count
     * @return {@code Patient/id} of each patient found, merges followed
     */
    public Set<String> patientsOf(FeedName feed, Collection<Identifier> identifiers) {
        Set<IdentifierKey> keys = identifiers.stream()
                .filter(rules::identifies)
                .map(identifier -> rules.key(identifier, feed))
                .collect(Collectors.toSet());
        return tables.patientsOf(keys).values().stream()
                .map(id -> "Patient/" + id)
                .collect(Collectors.toSet());
    }

    // numbers first, then the patients behind them; while we waited for a patient it may have been merged, so look
    // again
    private Map<IdentifierKey, String> lockAndFind(SortedSet<IdentifierKey> keys) {
        tables.lock(keys.stream().map(IdentifierKey::lock).collect(Collectors.toCollection(TreeSet::new)));
        Set<String> locked = new HashSet<>();
        Map<IdentifierKey, String> found = tables.patientsOf(keys);
        while (!locked.containsAll(found.values())) {
            SortedSet<Long> locks = new TreeSet<>();
            for (String patient : found.values()) {
                if (locked.add(patient)) {
                    locks.add(IdentifierKey.lock("patient", patient));
                }
            }
            tables.lock(locks);
            found = tables.patientsOf(keys);
        }
        return found;
    }
}
