package dev.tributary.store.embedded;

import ca.uhn.fhir.context.FhirContext;
import com.google.common.hash.Hashing;
import dev.tributary.base.MessageId;
import dev.tributary.store.CommitPlan;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import dev.tributary.store.TransactionBundle;
import dev.tributary.store.WrittenVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The embedded store, writing past HAPI into HAPI's tables: what one transaction writes, of one message or of many, is
 * gathered and goes into the tables in a few statements just before the commit, with the index rows that HAPI's own
 * extraction finds. Every search, history and {@code _include} answers as if HAPI had written it ({@code
 * WriterContractTest}). What is unusual goes to HAPI.
 */
final class BatchingFhirStore implements FhirStore {

    /** Types whose writing makes HAPI do more than store and index. */
    private static final Set<String> LEFT_TO_HAPI = Set.of(
            "Binary",
            "Bundle",
            "CapabilityStatement",
            "CodeSystem",
            "CompartmentDefinition",
            "ConceptMap",
            "ImplementationGuide",
            "List",
            "NamingSystem",
            "OperationDefinition",
            "Parameters",
            "SearchParameter",
            "StructureDefinition",
            "StructureMap",
            "Subscription",
            "ValueSet");

    private final ResourceText texts;
    private final EmbeddedFhirStore hapi;
    private final StoredResources stored;
    private final TableWriter tables;

    BatchingFhirStore(FhirContext context, EmbeddedFhirStore hapi, StoredResources stored, TableWriter tables) {
        this.texts = new ResourceText(context);
        this.hapi = hapi;
        this.stored = stored;
        this.tables = tables;
    }

    void warmUp() {
        hapi.warmUp();
    }

    @Override
    public Optional<List<WrittenVersion>> writtenBy(MessageId message) {
        return Optional.of(hapi.inTransaction(() -> stored.writtenBy(message.asUri())));
    }

    @Override
    public boolean joinsTransactions() {
        return true;
    }

    @Override
    public Map<String, Resource> readAll(Collection<String> references) {
        if (references.isEmpty()) {
            return Map.of();
        }
        return hapi.inTransaction(() -> {
            OpenWrites open = open();
            load(open, references);
            Map<String, Resource> found = new LinkedHashMap<>();
            for (String reference : references) {
                Resource now = open.now(reference);
                if (now != null) {
                    found.put(reference, now.copy());
                }
            }
            return found;
        });
    }

    @Override
    public void foresee(Collection<String> references) {
        // outside a transaction there is nothing to keep it in
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            load(open(), references);
        }
    }

    @Override
    public List<Resource> referringTo(String reference) {
        return hapi.inTransaction(() -> {
            // the question is asked of the index
            tables.write(open());
            return stored.referringTo(reference);
        });
    }

    @Override
    public List<Resource> ofPatient(String type, String patient) {
        return hapi.inTransaction(() -> {
            Map<String, Resource> found = new LinkedHashMap<>();
            // the latest first, and what is not in the tables yet is later than all that is
            open().pending().forEach((reference, pending) -> {
                if (reference.startsWith(type + "/") && pending.refersTo(patient)) {
                    found.put(reference, pending.now.copy());
                }
            });
            OpenWrites open = open();
            List<String> references = ofPatient(open, type, patient);
            load(open, references);
            for (String reference : references) {
                Resource now = open.now(reference);
                if (now != null && !open.pending().containsKey(reference)) {
                    found.put(reference, now.copy());
                }
            }
            return List.copyOf(found.values());
        });
    }

    // asked for all patients of the transaction at once: most of them will be asked for, and most have nothing
    private List<String> ofPatient(OpenWrites open, String type, String patient) {
        List<String> known = open.ofPatient(type, patient);
        if (known != null) {
            return known;
        }
        Set<String> patients = new LinkedHashSet<>(open.patients());
        patients.add(patient);
        Map<String, List<String>> references = stored.recentReferring(type, patients);
        open.rememberOfPatients(type, references);
        return references.getOrDefault(patient, List.of());
    }

    @Override
    public List<ResourceChange> commit(StoreTransaction transaction) {
        return hapi.inTransaction(() -> gather(transaction));
    }

    private List<ResourceChange> gather(StoreTransaction transaction) {
        OpenWrites open = open();
        List<String> references = transaction.writes().stream()
                .map(change -> TransactionBundle.reference(change.after()))
                .toList();
        load(open, references);
        if (transaction.writes().stream().anyMatch(change -> isUnusual(change.after(), open))) {
            return byHapi(transaction, references, open);
        }
        Map<String, String> versions = new HashMap<>();
        for (String reference : references) {
            Resource now = open.now(reference);
            if (now != null) {
                versions.put(reference, now.getMeta().getVersionId());
            }
        }
        CommitPlan plan = CommitPlan.of(transaction, versions, reference -> Objects.requireNonNull(open.now(reference))
                .copy());
        Date at = new Date();
        String source = transaction.cause().asUri();
        return plan.outcome(plan.toWrite().stream()
                .map(change -> write(change, source, at, open))
                .toList());
    }

    private Resource write(ResourceChange change, String source, Date at, OpenWrites open) {
        Resource after = change.after().copy();
        String reference = TransactionBundle.reference(after);
        Resource before = open.now(reference);
        // HAPI too has it set when it makes the text, which therefore has a meta, if an empty one
        after.getMeta().setSource(source);
        String text = texts.of(after);
        // what HAPI gets from hashUnencodedChars, which takes one letter at a time
        String hash = Hashing.sha256()
                .hashBytes(text.getBytes(StandardCharsets.UTF_16LE))
                .toString();
        if (before != null && hash.equals(open.hash(reference))) {
            // the same as stored makes no version
            return before.copy();
        }
        long version = before == null ? 1 : Long.parseLong(before.getMeta().getVersionId()) + 1;
        StoredResources.stamp(after, after.getIdElement().getIdPart(), version, at);
        open.write(reference, after, hash, new OpenWrites.NewVersion(version, at, text, source));
        return after.copy();
    }

    private boolean isUnusual(Resource after, OpenWrites open) {
        StoredVersion before = open.stored(TransactionBundle.reference(after));
        if (before != null
                && (before.deleted() || !before.plain() || before.hash().isEmpty())) {
            return true;
        }
        Meta meta = after.getMeta();
        return LEFT_TO_HAPI.contains(after.fhirType())
                || meta.hasTag()
                || meta.hasSecurity()
                || meta.hasProfile()
                || meta.hasExtension()
                || after instanceof DomainResource resource && resource.hasContained()
                || after.getIdElement().getIdPart().length() > 64;
    }

    private List<ResourceChange> byHapi(StoreTransaction transaction, List<String> references, OpenWrites open) {
        tables.write(open);
        List<ResourceChange> written = hapi.commit(transaction);
        references.forEach(open::forget);
        // and what was asked about patients is to be asked again
        open.written();
        return written;
    }

    private void load(OpenWrites open, Collection<String> references) {
        List<String> unread = references.stream()
                .filter(reference -> !open.knows(reference))
                .distinct()
                .toList();
        if (!unread.isEmpty()) {
            Map<String, StoredVersion> found = stored.versions(unread);
            unread.forEach(reference -> open.remember(reference, found.get(reference)));
        }
    }

    private OpenWrites open() {
        Gathering gathering = (Gathering) TransactionSynchronizationManager.getResource(this);
        if (gathering == null) {
            gathering = new Gathering();
            TransactionSynchronizationManager.bindResource(this, gathering);
            TransactionSynchronizationManager.registerSynchronization(gathering);
        }
        return gathering.open;
    }

    private final class Gathering implements TransactionSynchronization {

        private final OpenWrites open = new OpenWrites();

        @Override
        public void beforeCommit(boolean readOnly) {
            try {
                tables.write(open);
            } catch (RuntimeException e) {
                throw StoreFaults.of(e);
            }
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(BatchingFhirStore.this);
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(BatchingFhirStore.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(BatchingFhirStore.this, this);
        }
    }
}
