package dev.tributary.store.embedded;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.ReindexParameters;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps a result that came before its patient findable. HAPI indexes a reference only if its target is there and never
 * comes back to it, so that a laboratory that is faster than the admission desk would lose its results from every search
 * and from {@code $everything}. This remembers, in the same transaction, who waits for whom, and indexes the waiting
 * ones anew, without a new version, when the awaited one is written.
 */
@Interceptor
final class MissingTargets {

    private final FhirContext context;
    private final EntityManager entities;
    private final StoredResources stored;
    private final DaoRegistry daos;

    MissingTargets(FhirContext context, EntityManager entities, StoredResources stored, DaoRegistry daos) {
        this.context = context;
        this.entities = entities;
        this.stored = stored;
        this.daos = daos;
    }

    /** Called by HAPI within the transaction that makes a resource. */
    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void created(IBaseResource resource, TransactionDetails details) {
        String reference = reference(resource.getIdElement(), resource.fhirType());
        Pending pending = pending();
        pending.create(reference, details);
        pending.note(reference, unresolved(resource, details), details);
    }

    /** Called by HAPI within the transaction that changes a resource. */
    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void updated(IBaseResource before, IBaseResource after, TransactionDetails details) {
        String reference = reference(after.getIdElement(), after.fhirType());
        Pending pending = pending();
        if (before == null || before.isDeleted()) {
            pending.create(reference, details);
        }
        pending.note(reference, unresolved(after, details), details);
    }

    /**
     * Indexes whoever still waits for something that is there: two transactions that did not see each other can leave
     * that behind.
     *
     * @return how many were indexed
     */
    int sweep() {
        List<String> arrived = stored.sql()
                .queryForList(
                        "select distinct m.target from missing_target m join hfj_resource r on r.res_type ="
                                + " split_part(m.target, '/', 1) and r.fhir_id = split_part(m.target, '/', 2) where"
                                + " r.res_deleted_at is null limit 1000",
                        String.class);
        return arrived.isEmpty() ? 0 : indexThoseWaitingFor(arrived);
    }

    /**
     * What HAPI's hooks would tell, told by whoever writes past HAPI, once all of it is in the tables.
     *
     * @param created references of what is there for the first time
     * @param missing by reference of who refers: what is not there
     */
    void settle(Collection<String> created, Map<String, Set<String>> missing) {
        Pending pending = (Pending) TransactionSynchronizationManager.getResource(this);
        if (pending != null && !pending.done) {
            // HAPI wrote in this transaction too, and who waits for whom may cross
            pending.created.addAll(created);
            missing.forEach((source, targets) -> pending.missing.put(source, targets));
            return;
        }
        remember(missing, Set.of());
        if (!created.isEmpty() && indexThoseWaitingFor(created) > 0) {
            entities.flush();
            entities.clear();
        }
    }

    private Set<String> unresolved(IBaseResource resource, TransactionDetails details) {
        Set<String> unresolved = new TreeSet<>();
        for (IBaseReference reference :
                context.newTerser().getAllPopulatedChildElementsOfType(resource, IBaseReference.class)) {
            IIdType target = reference.getReferenceElement();
            if (target.hasResourceType()
                    && target.hasIdPart()
                    && !target.hasBaseUrl()
                    && details.getResolvedResourceId(target) == null) {
                unresolved.add(reference(target, target.getResourceType()));
            }
        }
        return unresolved;
    }

    private Pending pending() {
        Pending pending = (Pending) TransactionSynchronizationManager.getResource(this);
        if (pending == null) {
            pending = new Pending();
            TransactionSynchronizationManager.bindResource(this, pending);
            TransactionSynchronizationManager.registerSynchronization(pending);
        }
        return pending;
    }

    /** @param late written in this transaction after those that refer to it: they are still to be indexed */
    private void remember(Map<String, Set<String>> targetsBySource, Set<String> late) {
        Set<String> targets = new TreeSet<>();
        targetsBySource.values().forEach(targets::addAll);
        Set<String> there = targets.isEmpty() ? Set.of() : stored.existing(targets);
        List<Object[]> rows = new ArrayList<>();
        targetsBySource.forEach((source, wanted) -> {
            for (String target : wanted) {
                if (!there.contains(target) || late.contains(target)) {
                    rows.add(new Object[] {target, source});
                }
            }
        });
        if (!rows.isEmpty()) {
            stored.sql()
                    .batchUpdate(
                            "insert into missing_target (target, source) values (?, ?) on conflict do nothing", rows);
        }
    }

    private int indexThoseWaitingFor(Collection<String> arrived) {
        // plain SQL: Hibernate would translate each length of the list anew
        List<String> sources = stored.sql()
                .queryForList(
                        "with found as (delete from missing_target where target = any (?::text[]) returning source)"
                                + " select distinct source from found order by source",
                        String.class,
                        (Object) arrived.toArray(String[]::new));
        if (sources.isEmpty()) {
            return 0;
        }
        Map<String, Long> rows = stored.pids(sources);
        rows.forEach((reference, pid) -> {
            String type = reference.substring(0, reference.indexOf('/'));
            daos.getResourceDao(type)
                    .reindex(
                            JpaPid.fromIdAndResourceType(pid, type),
                            new ReindexParameters(),
                            new SystemRequestDetails(),
                            new TransactionDetails());
        });
        return rows.size();
    }

    private static String reference(IIdType id, @Nullable String type) {
        return type + "/" + id.getIdPart();
    }

    /** What one transaction has found out so far; dealt with once, just before it commits. */
    private final class Pending implements TransactionSynchronization {

        private final Set<String> created = new HashSet<>();
        private final Map<TransactionDetails, Set<String>> createdTogether = new IdentityHashMap<>();
        private final Map<String, Set<String>> missing = new TreeMap<>();
        private final Map<String, TransactionDetails> writtenBy = new HashMap<>();
        private boolean done;

        void create(String reference, TransactionDetails details) {
            created.add(reference);
            createdTogether.computeIfAbsent(details, d -> new HashSet<>()).add(reference);
        }

        void note(String source, Set<String> targets, TransactionDetails details) {
            if (targets.isEmpty()) {
                missing.remove(source);
            } else {
                missing.put(source, targets);
                writtenBy.put(source, details);
            }
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            done = true;
            // plain queries see only what Hibernate has written
            entities.flush();
            // within one Bundle HAPI finds its targets in any order; from Bundle to Bundle it does not
            missing.forEach((source, targets) ->
                    targets.removeAll(createdTogether.getOrDefault(writtenBy.get(source), Set.of())));
            remember(missing, created);
            if (!created.isEmpty()) {
                indexThoseWaitingFor(created);
            }
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(MissingTargets.this);
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(MissingTargets.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(MissingTargets.this, this);
        }
    }
}
