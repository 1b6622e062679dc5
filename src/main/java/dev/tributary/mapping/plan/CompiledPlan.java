package dev.tributary.mapping.plan;

import dev.tributary.hl7.Hl7Message;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.ElementDeletion;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.LineageEntry;
import dev.tributary.mapping.MappingPlan;
import dev.tributary.mapping.MappingResult;
import dev.tributary.mapping.plan.Structure.Group;
import dev.tributary.vocabulary.NamingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The plan of one message table. */
public final class CompiledPlan implements MappingPlan {

    private final String name;
    private final Supplier<String> version;
    private final Group structure;
    private final int labels;
    private final NamingTable naming;
    private final Map<String, KeyRule> keys;

    CompiledPlan(
            String name,
            Supplier<String> version,
            Group structure,
            int labels,
            NamingTable naming,
            Map<String, KeyRule> keys) {
        this.name = name;
        this.version = version;
        this.structure = structure;
        this.labels = labels;
        this.naming = naming;
        this.keys = keys;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MappingResult apply(Hl7Message message, FeedProfile profile) {
        return run(message, profile, new Trace(row -> {}));
    }

    @Override
    public MappingResult apply(Hl7Message message, FeedProfile profile, Consumer<String> rows) {
        return run(message, profile, new Trace(rows));
    }

    @Override
    public MappingResult applyWithoutLineage(Hl7Message message, FeedProfile profile) {
        return run(message, profile, null);
    }

    Group structure() {
        return structure;
    }

    int labels() {
        return labels;
    }

    NamingTable naming() {
        return naming;
    }

    private MappingResult run(Hl7Message message, FeedProfile profile, @Nullable Trace trace) {
        Run run = new Run(this, message, profile, trace);
        run.map();
        new Identities(run, keys).give();
        Merging merging = new Merging(trace != null);
        List<Draft> drafts = drafts(run, merging);
        List<LineageEntry> lineage = trace == null ? List.of() : new Lineage(run, merging).tell(drafts);
        return new MappingResult(drafts, deletions(run), lineage, run.issues(), version.get());
    }

    private static List<Draft> drafts(Run run, Merging merging) {
        for (Map.Entry<Reference, ResourceInstance> each : run.referred().entrySet()) {
            if (!each.getValue().reference().isEmpty()) {
                each.getKey().setReference(each.getValue().reference());
            }
        }
        Map<String, Draft> byId = new LinkedHashMap<>();
        for (ResourceInstance instance : run.made()) {
            Resource resource = instance.resource();
            if (resource == null) {
                continue;
            }
            if (instance.tables() > 1) {
                merging.dropDoubles(resource);
            }
            Occurrence madeAt = instance.madeAt();
            Draft draft = new Draft(
                    resource,
                    instance.record(),
                    madeAt == null ? "" : madeAt.segment().name());
            Draft first = byId.putIfAbsent(instance.reference(), draft);
            if (first != null) {
                merging.into(first.resource(), resource);
                if (draft.record() && !first.record()) {
                    byId.put(instance.reference(), new Draft(first.resource(), true, first.segment()));
                }
            }
        }
        return new ArrayList<>(byId.values());
    }

    private static List<ElementDeletion> deletions(Run run) {
        List<ElementDeletion> deletions = new ArrayList<>();
        for (Run.Deletion each : run.deletions()) {
            String reference = each.resource().reference();
            if (!reference.isEmpty()) {
                deletions.add(new ElementDeletion(reference, each.element(), each.source(), each.row()));
            }
        }
        return deletions;
    }
}
