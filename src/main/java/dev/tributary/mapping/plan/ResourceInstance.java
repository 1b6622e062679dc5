package dev.tributary.mapping.plan;

import dev.tributary.mapping.fhir.FhirModel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** A resource of one message while it is made. */
final class ResourceInstance {

    private final String type;
    private final boolean record;
    private final @Nullable ResourceInstance owner;
    private final @Nullable Occurrence madeAt;
    private final List<KeyRule.Alternative> key;
    private final List<Reference> references = new ArrayList<>(2);
    private final List<ResourceInstance> referrers = new ArrayList<>(2);
    private @Nullable Resource resource;
    private String reference = "";
    private int tables;
    private Map<TablePlan, Integer> runs = Map.of();

    /**
     * @param type of the resource
     * @param record whether it is about the patient
     * @param owner the resource in whose table it is made; null for those of the message table
     * @param madeAt the segment that makes it
     * @param key alternatives of its table; empty if the type's hold
     */
    ResourceInstance(
            String type,
            boolean record,
            @Nullable ResourceInstance owner,
            @Nullable Occurrence madeAt,
            List<KeyRule.Alternative> key) {
        this.type = type;
        this.record = record;
        this.owner = owner;
        this.madeAt = madeAt;
        this.key = key;
    }

    String type() {
        return type;
    }

    boolean record() {
        return record;
    }

    @Nullable
    ResourceInstance owner() {
        return owner;
    }

    @Nullable
    Occurrence madeAt() {
        return madeAt;
    }

    List<KeyRule.Alternative> key() {
        return key;
    }

    /** @return the resource; null as long as nothing of the message was written into it */
    @Nullable
    Resource resource() {
        return resource;
    }

    /** @return the resource, made now if need be, and told to the run so that drafts keep the order of the message */
    Resource make(Run run) {
        if (resource == null) {
            resource = FhirModel.newResource(type);
            run.made(this);
        }
        return resource;
    }

    /** Gives the resource its id, if it came to be. */
    void identify(String id) {
        if (resource != null) {
            resource.setId(id);
            reference = type + "/" + id;
        }
    }

    /** @return {@code Patient/5f0c…}; empty as long as it has no id */
    String reference() {
        return reference;
    }

    /** @return how many tables have written into it */
    int tables() {
        return tables;
    }

    void oneMoreTable() {
        tables++;
    }

    /** @return how often it was asked this before for the plan of a table, which each row of a message table has its own of */
    int runsOf(TablePlan table) {
        if (runs.isEmpty()) {
            runs = new IdentityHashMap<>(4);
        }
        return runs.merge(table, 1, Integer::sum) - 1;
    }

    /** Another resource refers to this one. */
    void referredBy(Reference reference, @Nullable ResourceInstance by) {
        references.add(reference);
        if (by != null && by != this) {
            referrers.add(by);
        }
    }

    List<Reference> references() {
        return references;
    }

    List<ResourceInstance> referrers() {
        return referrers;
    }
}
