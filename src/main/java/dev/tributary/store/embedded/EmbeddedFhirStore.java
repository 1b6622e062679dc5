package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import dev.tributary.base.BusinessId;
import dev.tributary.base.MessageId;
import dev.tributary.store.CommitPlan;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import dev.tributary.store.TransactionBundle;
import dev.tributary.store.WrittenVersion;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.transaction.support.TransactionTemplate;

/** HAPI's JPA store in this process; every call joins the caller's transaction or, without one, makes its own. */
final class EmbeddedFhirStore implements FhirStore {

    private final IFhirSystemDao<Bundle, Meta> systemDao;
    private final EntityManager entities;
    private final StoredResources stored;
    private final TransactionTemplate transactions;

    EmbeddedFhirStore(
            IFhirSystemDao<Bundle, Meta> systemDao,
            EntityManager entities,
            StoredResources stored,
            TransactionTemplate transactions) {
        this.systemDao = systemDao;
        this.entities = entities;
        this.stored = stored;
        this.transactions = transactions;
    }

    /**
     * Writes and reads once without leaving anything, before anybody else does: HAPI fills its registries on first use
     * and not under a lock, so that two first messages at a time find them half empty.
     */
    void warmUp() {
        Basic probe = new Basic();
        probe.setId(BusinessId.of("Basic", "warm-up"));
        probe.setCode(new CodeableConcept().setText("warm-up"));
        try {
            transactions.executeWithoutResult(status -> {
                status.setRollbackOnly();
                write(new StoreTransaction(new MessageId(0), List.of(new ResourceChange(null, probe))));
            });
        } catch (RuntimeException e) {
            throw StoreFaults.of(e);
        }
    }

    @Override
    public Map<String, Resource> readAll(Collection<String> references) {
        if (references.isEmpty()) {
            return Map.of();
        }
        return inTransaction(() -> {
            Map<String, StoredVersion> versions = stored.versions(references);
            Map<String, Resource> found = new LinkedHashMap<>();
            for (String reference : references) {
                StoredVersion version = versions.get(reference);
                if (version != null && !version.deleted()) {
                    found.put(reference, version.resource());
                }
            }
            return found;
        });
    }

    @Override
    public List<Resource> referringTo(String reference) {
        return inTransaction(() -> stored.referringTo(reference));
    }

    @Override
    public List<Resource> ofPatient(String type, String patient) {
        return inTransaction(() -> {
            List<String> references =
                    stored.recentReferring(type, List.of(patient)).getOrDefault(patient, List.of());
            Map<String, StoredVersion> versions = stored.versions(references);
            return references.stream()
                    .map(versions::get)
                    .filter(Objects::nonNull)
                    .filter(version -> !version.deleted())
                    .map(StoredVersion::resource)
                    .toList();
        });
    }

    @Override
    public Optional<List<WrittenVersion>> writtenBy(MessageId message) {
        return Optional.of(inTransaction(() -> stored.writtenBy(message.asUri())));
    }

    @Override
    public boolean joinsTransactions() {
        return true;
    }

    @Override
    public List<ResourceChange> commit(StoreTransaction transaction) {
        return inTransaction(() -> write(transaction));
    }

    private List<ResourceChange> write(StoreTransaction transaction) {
        List<String> references = transaction.writes().stream()
                .map(change -> TransactionBundle.reference(change.after()))
                .toList();
        Map<String, StoredVersion> rows = stored.versions(references);
        rows.values().removeIf(StoredVersion::deleted);
        Map<String, String> versions = new HashMap<>();
        rows.forEach((reference, row) -> versions.put(reference, Long.toString(row.version())));
        CommitPlan plan = CommitPlan.of(transaction, versions, reference -> Objects.requireNonNull(rows.get(reference))
                .resource());
        if (plan.toWrite().isEmpty()) {
            return plan.outcome(List.of());
        }
        TransactionBundle bundle = TransactionBundle.of(transaction.cause(), plan.toWrite());
        // HAPI sets id, version and time on the resources it is given, which are our copies
        systemDao.transactionNested(new SystemRequestDetails(), bundle.request());
        // Hibernate compares everything it knows before each query: what this message left would cost the next one
        entities.flush();
        entities.clear();
        return plan.outcome(bundle.resources());
    }

    <T> T inTransaction(Supplier<T> work) {
        try {
            T result = transactions.execute(status -> work.get());
            if (result == null) {
                throw new IllegalStateException("a transaction without result");
            }
            return result;
        } catch (RuntimeException e) {
            throw StoreFaults.of(e);
        }
    }
}
