package dev.tributary.identity;

import dev.tributary.base.FeedName;
import java.util.Collection;
import java.util.HashSet;
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
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("identity is decided inside the transaction that writes the record");
        }
        Claims claims = Claims.of(request, rules);
        return new Ruling(new Findings(tables, request, claims, lockAndFind(claims))).decide();
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
    private Map<IdentifierKey, String> lockAndFind(Claims claims) {
        tables.lock(claims.keys().stream().map(IdentifierKey::lock).collect(Collectors.toCollection(TreeSet::new)));
        Set<String> locked = new HashSet<>();
        Map<IdentifierKey, String> found = tables.patientsOf(claims.keys());
        while (!locked.containsAll(found.values())) {
            SortedSet<Long> locks = new TreeSet<>();
            for (String patient : found.values()) {
                if (locked.add(patient)) {
                    locks.add(IdentifierKey.lock("patient", patient));
                }
            }
            tables.lock(locks);
            found = tables.patientsOf(claims.keys());
        }
        return found;
    }
}
