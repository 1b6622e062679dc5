package dev.tributary.flow.codes;

import dev.tributary.base.BusinessId;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.FeedName;
import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.mappings.NewCode;
import dev.tributary.flow.processing.FeedPreparation;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.ReceivedMessages;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.MappingResult;
import dev.tributary.mapping.document.TableName;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives resources that are stored already the translation of a code that has a line only now. Each message that holds the
 * code is mapped once more; where the mapping puts a translation beside the original into a CodeableConcept, the resources
 * that this message wrote get it into the same element, with a Provenance that says who decided. Nothing else of a resource is
 * touched, its source stays the message that wrote it last, and no alert rule is asked. The store refuses what somebody else wrote meanwhile ({@code STORE_CONFLICT}): then it
 * is read again. One at a time, on a thread of its own. Thread-safe.
 */
public final class CodeRemap implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CodeRemap.class);
    private static final int TRIES = 5;
    // HAPI may put the request's id behind a hash
    private static final Pattern SOURCE = Pattern.compile("urn:tributary:message:(\\d{1,18})(#.*)?");
    private static final String ACTIVITY = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";

    /** Where a translation belongs: beside which original, in which element. */
    private record Translation(String element, @Nullable String system, String code, Coding coding) {

        private boolean fits(CodeableConcept concept) {
            boolean original = false;
            for (Coding each : concept.getCoding()) {
                if (coding.getCode().equals(each.getCode()) && Objects.equals(coding.getSystem(), each.getSystem())) {
                    return false;
                }
                // the line may tell the system that the sender left out
                original |=
                        code.equals(each.getCode()) && (!each.hasSystem() || Objects.equals(system, each.getSystem()));
            }
            return original;
        }
    }

    private static final class Run {
        private final NewCode code;
        private final String who;
        private final Instant startedAt;
        private @Nullable Instant endedAt;
        private long total;
        private long done;
        private long changed;
        private long left;
        private boolean failed;

        private Run(NewCode code, String who, Instant startedAt) {
            this.code = code;
            this.who = who;
            this.startedAt = startedAt;
        }

        private synchronized RemapReport report() {
            return new RemapReport(code.table(), who, startedAt, endedAt, total, done, changed, left, failed);
        }
    }

    private final ReceivedMessages received;
    private final FeedRegistry feeds;
    private final FeedPreparation preparation;
    private final LiveMappings mappings;
    private final FhirStore store;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final AtomicBoolean closing = new AtomicBoolean();
    private @Nullable Run run;
    private @Nullable Thread thread;

    /**
     * @param received the journal
     * @param feeds whose messages look the code up
     * @param mappings with the new line in force
     * @param store the record
     * @param transactions of the store's database
     * @param clock for Provenance.recorded
     */
    public CodeRemap(
            ReceivedMessages received,
            FeedRegistry feeds,
            LiveMappings mappings,
            FhirStore store,
            TransactionOperations transactions,
            Clock clock) {
        this.received = received;
        this.feeds = feeds;
        this.preparation = new FeedPreparation(feeds);
        this.mappings = mappings;
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Begins, unless one is running.
     *
     * @param code the line, which is in force
     * @param who decided
     * @return whether it began
     */
    public synchronized boolean begin(NewCode code, String who) {
        if (run != null && run.report().endedAt() == null) {
            return false;
        }
        Run next = new Run(code, who, clock.instant());
        Thread worker = new Thread(() -> work(next), "code-remap");
        worker.setDaemon(true);
        run = next;
        thread = worker;
        worker.start();
        return true;
    }

    /** @return the report of the one that runs or ran last; empty if there was none since the start */
    public synchronized Optional<RemapReport> report() {
        return run == null ? Optional.empty() : Optional.of(run.report());
    }

    @Override
    public void close() {
        closing.set(true);
        Thread worker;
        synchronized (this) {
            worker = thread;
        }
        if (worker != null) {
            try {
                worker.join(Duration.ofSeconds(10).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void work(Run its) {
        boolean failed = true;
        try {
            List<FeedName> looking = feeds.all().entrySet().stream()
                    .filter(feed -> FeedProfiles.codeFolders(feed.getKey(), feed.getValue())
                            .contains(its.code.folder()))
                    .map(feed -> feed.getKey())
                    .toList();
            long total = looking.stream()
                    .mapToLong(feed -> received.count(feed, Instant.EPOCH, its.startedAt))
                    .sum();
            synchronized (its) {
                its.total = total;
            }
            for (FeedName feed : looking) {
                Charset charset = feeds.get(feed).charset();
                byte[] sought = its.code.code().getBytes(charset);
                received.walk(feed, Instant.EPOCH, its.startedAt, (id, wire) -> {
                    look(its, id, wire, sought);
                    return !closing.get();
                });
            }
            failed = closing.get();
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue(LogKey.EXCEPTION, e.getClass().getName()).log("re-mapping of codes ended early");
        } finally {
            // an Error too: else it would stand as running for ever, and none could begin
            synchronized (its) {
                its.failed = failed;
                its.endedAt = clock.instant();
            }
        }
    }

    private void look(Run its, MessageId id, WireMessage wire, byte[] sought) {
        int changed = 0;
        boolean left = false;
        // most messages do not hold the code at all: their bytes say so
        if (holds(wire.bytes(), sought)) {
            try {
                List<Translation> translations = translations(wire, its.code);
                changed = translations.isEmpty() ? 0 : write(id, translations, its);
            } catch (RuntimeException e) {
                left = true;
            }
        }
        synchronized (its) {
            its.done++;
            its.changed += changed;
            its.left += left ? 1 : 0;
        }
    }

    static boolean holds(byte[] bytes, byte[] sought) {
        outer:
        for (int i = 0; i <= bytes.length - sought.length; i++) {
            for (int j = 0; j < sought.length; j++) {
                if (bytes[i + j] != sought[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }

    private List<Translation> translations(WireMessage wire, NewCode code) {
        FeedProperties feed = feeds.get(wire.feed());
        Hl7Message message = Hl7Reader.read(preparation.of(wire).bytes(), feed.charset());
        FeedProfile profile = FeedProfiles.of(wire.feed(), feed);
        MappingResult mapped =
                mappings.library().plan(message.header(), profile).apply(message, profile);
        Set<String> translated = new HashSet<>();
        mapped.lineage().forEach(entry -> {
            if (isOf(entry.codeLine(), code.table())) {
                translated.add(entry.reference() + " " + withoutPlaces(entry.element()));
            }
        });
        List<Translation> translations = new ArrayList<>();
        for (Draft draft : mapped.drafts()) {
            if (draft.record()) {
                ConceptWalk.over(draft.resource(), (element, concept) -> {
                    boolean its = translated.stream()
                            .anyMatch(each -> each.startsWith(draft.reference() + " " + withoutPlaces(element)));
                    if (its && concept.getCoding().size() > 1) {
                        Coding coding = concept.getCodingFirstRep();
                        concept.getCoding().stream()
                                .skip(1)
                                .filter(original -> code.code().equals(original.getCode()))
                                .forEach(original -> translations.add(
                                        new Translation(element, original.getSystem(), code.code(), coding)));
                    }
                });
            }
        }
        return translations;
    }

    // a line is named added/lab/HospitalService:2, or HospitalService:2
    private static boolean isOf(String codeLine, String table) {
        int colon = codeLine.lastIndexOf(':');
        return colon > 0
                && TableName.fileStem(codeLine.substring(codeLine.lastIndexOf('/', colon) + 1, colon))
                        .equals(TableName.fileStem(table));
    }

    private static String withoutPlaces(String element) {
        return element.replaceAll("\\[[^]]*]", "");
    }

    private int write(MessageId message, List<Translation> translations, Run its) {
        for (int attempt = 1; ; attempt++) {
            try {
                Integer changed = transactions.execute(status -> writeOnce(message, translations, its));
                return changed == null ? 0 : changed;
            } catch (FaultException e) {
                if (attempt == TRIES || e.fault().isPermanent() && e.fault().code() != FaultCode.STORE_CONFLICT) {
                    throw e;
                }
            }
        }
    }

    private int writeOnce(MessageId message, List<Translation> translations, Run its) {
        Set<String> references = new LinkedHashSet<>();
        store.writtenBy(message)
                .ifPresent(
                        versions -> versions.forEach(version -> references.add(version.type() + "/" + version.id())));
        // the walk may come by an older message than the one that wrote last: that one stays the source
        Map<MessageId, List<ResourceChange>> bySource = new TreeMap<>();
        int changes = 0;
        for (Resource before : store.readAll(references).values()) {
            Resource after = before.copy();
            boolean[] changed = new boolean[1];
            ConceptWalk.over(after, (element, concept) -> {
                for (Translation translation : translations) {
                    if (translation.element().equals(element) && translation.fits(concept)) {
                        concept.getCoding().add(0, translation.coding().copy());
                        changed[0] = true;
                    }
                }
            });
            if (changed[0]) {
                bySource.computeIfAbsent(source(before, message), s -> new ArrayList<>())
                        .add(new ResourceChange(before, after));
                changes++;
            }
        }
        bySource.forEach((source, writes) -> {
            Provenance provenance = provenance(message, source, writes, its);
            writes.add(new ResourceChange(
                    store.read("Provenance", provenance.getIdPart()).orElse(null), provenance));
            var unused = store.commit(new StoreTransaction(source, writes));
        });
        return changes;
    }

    private static MessageId source(Resource stored, MessageId otherwise) {
        return Optional.ofNullable(stored.getMeta().getSource())
                .map(SOURCE::matcher)
                .filter(Matcher::matches)
                .map(source -> new MessageId(Long.parseLong(source.group(1))))
                .orElse(otherwise);
    }

    private Provenance provenance(MessageId message, MessageId source, List<ResourceChange> writes, Run its) {
        NewCode code = its.code;
        Provenance provenance = new Provenance();
        provenance.setId(BusinessId.of(
                "Provenance",
                "remap",
                message.toString(),
                source.toString(),
                code.table(),
                code.code(),
                code.targetSystem(),
                code.targetCode()));
        writes.forEach(write -> provenance.addTarget(
                new Reference(write.after().fhirType() + "/" + write.after().getIdPart())));
        provenance.setRecorded(Date.from(its.startedAt));
        provenance.setActivity(new CodeableConcept()
                .addCoding(new Coding(ACTIVITY, "UPDATE", "revise"))
                .setText("code translated by a line added to the table " + code.table()));
        provenance.addAgent().setWho(new Reference().setDisplay(its.who));
        return provenance;
    }
}
