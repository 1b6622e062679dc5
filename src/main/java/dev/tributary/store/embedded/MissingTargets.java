package dev.tributary.store.embedded;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.ReindexParameters;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
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
        pending.created.add(reference);
        pending.note(reference, unresolved(resource, details));
    }

    /** Called by HAPI within the transaction that changes a resource. */
    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void updated(IBaseResource before, IBaseResource after, TransactionDetails details) {
        String reference = reference(after.getIdElement(), after.fhirType());
        Pending pending = pending();
        if (before == null || before.isDeleted()) {
            pending.created.add(reference);
        }
        pending.note(reference, unresolved(after, details));
    }

    /**
     * Indexes whoever still waits for something that is there: two transactions that did not see each other can leave
     * that behind.
     *
     * @return how many were indexed
     */
    int sweep() {
        List<String> arrived = strings(entities.createNativeQuery(
                        "select distinct m.target from missing_target m join hfj_resource r on r.res_type ="
                                + " split_part(m.target, '/', 1) and r.fhir_id = split_part(m.target, '/', 2) where"
                                + " r.res_deleted_at is null limit 1000")
                .getResultList());
        return arrived.isEmpty() ? 0 : indexThoseWaitingFor(arrived);
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

    private void remember(Map<String, Set<String>> targetsBySource) {
        Set<String> targets = new TreeSet<>();
        targetsBySource.values().forEach(targets::addAll);
        Set<String> there = targets.isEmpty() ? Set.of() : stored.existing(targets);
        targetsBySource.forEach((source, wanted) -> {
            for (String target : wanted) {
                if (!there.contains(target)) {
                    entities.createNativeQuery(
                                    "insert into missing_target (target, source) values (?1, ?2) on conflict do nothing")
                            .setParameter(1, target)
                            .setParameter(2, source)
                            .executeUpdate();
                }
            }
        });
    }

    private int indexThoseWaitingFor(Collection<String> arrived) {
        List<String> sources = strings(entities.createNativeQuery(
                        "with found as (delete from missing_target where target in (?1) returning source)"
                                + " select distinct source from found order by source")
                .setParameter(1, arrived)
                .getResultList());
        if (sources.isEmpty()) {
            return 0;
        }
        Collection<ResourceTable> rows = stored.rows(sources).values();
        for (ResourceTable row : rows) {
            daos.getResourceDao(row.getResourceType())
                    .reindex(
                            row.getPersistentId(),
                            new ReindexParameters(),
                            new SystemRequestDetails(),
                            new TransactionDetails());
        }
        return rows.size();
    }

    private static List<String> strings(List<?> rows) {
        return rows.stream().map(String.class::cast).toList();
    }

    private static String reference(IIdType id, @Nullable String type) {
        return type + "/" + id.getIdPart();
    }

    /** What one transaction has found out so far; dealt with once, just before it commits. */
    private final class Pending implements TransactionSynchronization {

        private final Set<String> created = new HashSet<>();
        private final Map<String, Set<String>> missing = new TreeMap<>();

        void note(String source, Set<String> targets) {
            if (!targets.isEmpty()) {
                missing.put(source, targets);
            }
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            missing.values().forEach(targets -> targets.removeAll(created));
            remember(missing);
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
