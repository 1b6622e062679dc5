package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.SameContent;
import dev.tributary.store.StoreTransaction;
import dev.tributary.store.TransactionBundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** HAPI's JPA store in this process; every call joins the caller's transaction or, without one, makes its own. */
final class EmbeddedFhirStore implements FhirStore {

    private final IFhirSystemDao<Bundle, Meta> systemDao;
    private final StoredResources stored;
    private final TransactionTemplate transactions;

    EmbeddedFhirStore(
            IFhirSystemDao<Bundle, Meta> systemDao, StoredResources stored, TransactionTemplate transactions) {
        this.systemDao = systemDao;
        this.stored = stored;
        this.transactions = transactions;
    }

    @Override
    public Optional<Resource> read(String type, String id) {
        return Optional.ofNullable(readAll(List.of(type + "/" + id)).get(type + "/" + id));
    }

    @Override
    public Map<String, Resource> readAll(Collection<String> references) {
        if (references.isEmpty()) {
            return Map.of();
        }
        return inTransaction(() -> {
            Map<String, ResourceTable> rows = stored.rows(references);
            Map<String, Resource> found = new LinkedHashMap<>();
            for (String reference : references) {
                ResourceTable row = rows.get(reference);
                if (row != null) {
                    found.put(reference, stored.resource(row));
                }
            }
            return found;
        });
    }

    @Override
    public List<Resource> referringTo(String reference) {
        return inTransaction(() -> {
            ResourceTable target = stored.rows(List.of(reference)).get(reference);
            if (target == null) {
                return List.of();
            }
            return stored.referringTo(target).stream().map(stored::resource).toList();
        });
    }

    @Override
    public List<ResourceChange> commit(StoreTransaction transaction) {
        return inTransaction(() -> write(transaction));
    }

    private List<ResourceChange> write(StoreTransaction transaction) {
        List<String> references = transaction.writes().stream()
                .map(change -> TransactionBundle.reference(change.after()))
                .toList();
        Map<String, ResourceTable> rows = stored.rows(references);
        Map<String, Resource> done = new LinkedHashMap<>();
        List<ResourceChange> toWrite = new ArrayList<>();
        for (ResourceChange change : transaction.writes()) {
            String reference = TransactionBundle.reference(change.after());
            Resource current = currentIfNotAsRead(change, rows.get(reference));
            if (current == null) {
                toWrite.add(change);
            } else if (SameContent.of(current, change.after())) {
                // this very write has happened already: twice is once
                done.put(reference, current);
            } else {
                throw conflict(current.fhirType());
            }
        }
        if (!toWrite.isEmpty()) {
            for (Resource written : put(transaction, toWrite)) {
                done.put(TransactionBundle.reference(written), written);
            }
        }
        return transaction.writes().stream()
                .map(change -> new ResourceChange(
                        change.before(), Objects.requireNonNull(done.get(TransactionBundle.reference(change.after())))))
                .toList();
    }

    private List<Resource> put(StoreTransaction transaction, List<ResourceChange> changes) {
        TransactionBundle bundle = TransactionBundle.of(transaction.cause(), changes);
        // HAPI sets id, version and time on the resources it is given, which are our copies
        systemDao.transactionNested(new SystemRequestDetails(), bundle.request());
        return bundle.resources();
    }

    /** @return null if the stored state is the one that the change was made from, else what is stored instead */
    private @Nullable Resource currentIfNotAsRead(ResourceChange change, @Nullable ResourceTable row) {
        Resource before = change.before();
        if (row == null) {
            return null;
        }
        if (before != null
                && Long.toString(row.getVersion()).equals(before.getMeta().getVersionId())) {
            return null;
        }
        return stored.resource(row);
    }

    private static FaultException conflict(String type) {
        return new FaultException(new Fault(
                FaultCode.STORE_CONFLICT,
                "the stored " + type + " is not the version that the change was made from: read and merge again",
                "store"));
    }

    private <T> T inTransaction(Supplier<T> work) {
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
