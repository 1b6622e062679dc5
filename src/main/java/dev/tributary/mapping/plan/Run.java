package dev.tributary.mapping.plan;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Part;
import dev.tributary.hl7.PartPaths;
import dev.tributary.hl7.Segment;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.MappingIssue;
import dev.tributary.mapping.fhir.FhirElement.ChoiceTakenException;
import dev.tributary.mapping.plan.MessageRow.Label;
import dev.tributary.mapping.plan.MessageRow.Link;
import dev.tributary.mapping.plan.Structure.Group;
import dev.tributary.mapping.plan.Structure.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** One message on its way through a plan. Used once, by one thread. */
final class Run {

    private record PendingLink(
            Link link, Occurrence at, @Nullable Frame own, String row) {}

    private record LinkFrame(SlotTree slots, Occurrence at, ResourceInstance left) {}

    private record PendingFrame(Frame frame, TablePlan table) {}

    /** An extension and what it was added to. */
    record Added(Base parent, Extension extension) {}

    /** A field that was {@code ""}, and the row that would have filled an element from it. */
    record Deletion(ResourceInstance resource, String element, FieldPath source, String row) {}

    private final CompiledPlan plan;
    private final Hl7Message message;
    private final FeedProfile profile;
    private final @Nullable Trace trace;
    private final String day;
    private final List<Occurrence> occurrences = new ArrayList<>();
    private final List<ResourceInstance> made = new ArrayList<>();
    private final Map<Base, ResourceInstance> byResource = new IdentityHashMap<>();
    private final Map<Reference, ResourceInstance> referred = new IdentityHashMap<>();
    private final Map<CodeableConcept, String> sent = new IdentityHashMap<>();
    private final @Nullable List<ResourceInstance>[] byLabel;
    private final Map<Integer, Map<GroupInstance, List<ResourceInstance>>> nearby = new HashMap<>();
    private final List<PendingLink> links = new ArrayList<>();
    private final Map<LinkFrame, Frame> linkFrames = new HashMap<>();
    private final List<PendingFrame> pending = new ArrayList<>();
    private final List<Added> extensions = new ArrayList<>();
    private final List<Deletion> deletions = new ArrayList<>();
    private final List<MappingIssue> issues = new ArrayList<>();
    private final PartPaths paths = new PartPaths();
    private final JoinedElements joined = new JoinedElements();
    private final RowRunner rows;

    Run(CompiledPlan plan, Hl7Message message, FeedProfile profile, @Nullable Trace trace) {
        this.plan = plan;
        this.message = message;
        this.profile = profile;
        this.trace = trace;
        this.rows = new RowRunner(this, plan.naming());
        String time = message.header().dateTime();
        this.day = time.length() >= 8 ? time.substring(0, 8) : "";
        this.byLabel = lists(plan.labels());
    }

    CompiledPlan plan() {
        return plan;
    }

    Hl7Message message() {
        return message;
    }

    FeedProfile profile() {
        return profile;
    }

    @Nullable
    Trace trace() {
        return trace;
    }

    /** @return MSH-7's day, by which codes are valid; empty if there is none */
    String day() {
        return day;
    }

    JoinedElements joined() {
        return joined;
    }

    List<ResourceInstance> made() {
        return made;
    }

    List<Deletion> deletions() {
        return deletions;
    }

    List<MappingIssue> issues() {
        return issues;
    }

    Map<Reference, ResourceInstance> referred() {
        return referred;
    }

    /** @return of concepts that a code table changed: what they say in a key, as the sender had them */
    Map<CodeableConcept, String> sent() {
        return sent;
    }

    /** Maps all segments, then ties what belongs together. */
    void map() {
        StructureReader reader = new StructureReader(plan.structure());
        for (Segment segment : message.segments()) {
            Occurrence occurrence = reader.place(segment);
            occurrences.add(occurrence);
            if (reader.wasMisplaced() && occurrence.place() != null) {
                issue(MappingIssue.Kind.SEGMENT_MISPLACED, segment, "the structure has it in another place");
            }
        }
        for (Occurrence occurrence : occurrences) {
            map(occurrence);
        }
        for (PendingFrame each : pending) {
            if (each.frame().hasRoot()) {
                rows.wholeRows(each.frame(), each.table());
            }
        }
        for (PendingLink each : links) {
            link(each);
        }
        dropEmptyExtensions();
        joined.finish();
    }

    private void map(Occurrence occurrence) {
        Place place = occurrence.place();
        if (place == null || place.rows().isEmpty()) {
            issue(MappingIssue.Kind.SEGMENT_UNKNOWN, occurrence.segment(), "no row maps it");
            return;
        }
        Frame conditions = Frame.ofConditions(this, occurrence);
        for (MessageRow row : place.rows()) {
            if (!row.when().holds(conditions, null)) {
                continue;
            }
            if (trace != null) {
                trace.ran(row.id());
            }
            Label label = row.label();
            TablePlan table = row.table();
            if (label == null || table == null) {
                if (trace != null) {
                    trace.ignored(occurrence, 0, Integer.MAX_VALUE, row.id(), row.ignore());
                }
                continue;
            }
            ResourceInstance instance = instance(label, occurrence, row, table);
            instance.oneMoreTable();
            Frame frame = Frame.ofSegment(this, table, occurrence, instance);
            rows.run(frame, table);
            if (!table.wholeRows().isEmpty()) {
                pending.add(new PendingFrame(frame, table));
            }
            for (Link link : row.links()) {
                links.add(new PendingLink(link, occurrence, link.own() ? frame : null, row.id()));
            }
        }
    }

    private ResourceInstance instance(Label label, Occurrence at, MessageRow row, TablePlan table) {
        @Nullable ResourceInstance[] resources = unit(label, at);
        ResourceInstance known = resources[label.index()];
        if (known != null) {
            return known;
        }
        ResourceInstance instance = new ResourceInstance(label.type(), row.record(), null, at, table.key());
        resources[label.index()] = instance;
        List<ResourceInstance> same = byLabel[label.ordinal()];
        if (same == null) {
            same = new ArrayList<>(2);
            byLabel[label.ordinal()] = same;
        }
        same.add(instance);
        return instance;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<ResourceInstance>[] lists(int size) {
        return new List[size];
    }

    private static @Nullable ResourceInstance[] unit(Label label, Occurrence at) {
        if (label.unit() instanceof Group group) {
            GroupInstance each = at.group().within(group);
            if (each == null) {
                throw new IllegalStateException("a segment outside of the group that its label is one per");
            }
            return each.resources();
        }
        return at.resources();
    }

    /**
     * @return the resources a label means, seen from a segment: that of the repetition the segment lies in, else the
     *     nearest, never beyond the group that has some or would have it: the visit of one patient is no other's
     */
    private List<ResourceInstance> resources(Label label, Occurrence at) {
        List<ResourceInstance> all = byLabel[label.ordinal()];
        if (all == null) {
            return List.of();
        }
        if (label.unit() == at.place()) {
            ResourceInstance own = at.resources()[label.index()];
            return own == null ? List.of() : List.of(own);
        }
        GroupInstance around = label.unit() instanceof Group unit ? at.group().within(unit) : null;
        if (around != null) {
            ResourceInstance own = around.resources()[label.index()];
            return own == null || own.resource() == null ? List.of() : List.of(own);
        }
        Map<GroupInstance, List<ResourceInstance>> byGroup =
                nearby.computeIfAbsent(label.ordinal(), ordinal -> byGroup(all));
        for (GroupInstance group = at.group(); group != null; group = group.parent()) {
            List<ResourceInstance> near = byGroup.get(group);
            if (near != null) {
                return near;
            }
            if (group.endsSearchFor(label.unit())) {
                return List.of();
            }
        }
        return List.of();
    }

    // links are made when all resources are there: each is told to the groups it lies in, once
    private static Map<GroupInstance, List<ResourceInstance>> byGroup(List<ResourceInstance> all) {
        Map<GroupInstance, List<ResourceInstance>> byGroup = new IdentityHashMap<>();
        for (ResourceInstance each : all) {
            Occurrence at = each.resource() == null ? null : each.madeAt();
            GroupInstance group = at == null ? null : at.group();
            while (group != null) {
                byGroup.computeIfAbsent(group, key -> new ArrayList<>(2)).add(each);
                group = group.isMessageAnew() ? null : group.parent();
            }
        }
        return byGroup;
    }

    private void link(PendingLink pendingLink) {
        Link link = pendingLink.link();
        Label rightLabel = link.right();
        List<ResourceInstance> rights = rightLabel == null ? List.of() : resources(rightLabel, pendingLink.at());
        if (rightLabel != null && rights.isEmpty()) {
            return;
        }
        if (rights.size() > 1 && link.target().listAbove() == 0) {
            rights = List.of(lastBefore(rights, pendingLink.at()));
        }
        for (ResourceInstance left : resources(link.left(), pendingLink.at())) {
            if (left.resource() == null) {
                continue;
            }
            Frame frame = pendingLink.own();
            if (frame == null || frame.holder() != left) {
                // one row's links into one resource fill the same elements
                frame = linkFrames.computeIfAbsent(
                        new LinkFrame(link.slots(), pendingLink.at(), left),
                        key -> Frame.ofLinks(this, key.slots(), key.at(), key.left()));
            }
            if (rightLabel == null) {
                rows.constant(frame, link.target(), 0, link.constant(), pendingLink.row());
            }
            int repetition = 0;
            for (ResourceInstance right : rights) {
                if (right.resource() != null && right != left) {
                    tie(frame, link.target(), repetition++, left, right, pendingLink.row());
                }
            }
        }
    }

    // an order belongs to the patient named last before it, where one message has several
    private static ResourceInstance lastBefore(List<ResourceInstance> all, Occurrence at) {
        ResourceInstance last = all.get(0);
        for (ResourceInstance each : all) {
            Occurrence made = each.madeAt();
            if (made != null && made.segment().position() <= at.segment().position()) {
                last = each;
            }
        }
        return last;
    }

    private void tie(
            Frame frame, Slot target, int repetition, ResourceInstance left, ResourceInstance right, String row) {
        boolean repeats = target.listAbove() > 0;
        if (repetition > 0 && !repeats) {
            return;
        }
        Base base;
        try {
            base = frame.obtain(target, repetition, target.listAbove());
        } catch (ChoiceTakenException e) {
            String detail = "the choice holds another type, so that it cannot refer to " + right.type();
            issue(MappingIssue.Kind.NOT_CARRIED, frame, null, row, detail, null);
            return;
        }
        if (base instanceof Reference reference && !referred.containsKey(reference) && !reference.hasReference()) {
            refer(reference, right, left);
        }
    }

    /** A resource has come to be. */
    void made(ResourceInstance instance) {
        made.add(instance);
        if (instance.resource() != null) {
            byResource.put(instance.resource(), instance);
        }
    }

    /** An element has been added. */
    void madeElement(Base parent, Base element) {
        if (element instanceof Extension extension) {
            extensions.add(new Added(parent, extension));
        }
    }

    /** A reference refers to a resource of the message. */
    void refer(Reference reference, ResourceInstance to, @Nullable ResourceInstance from) {
        referred.put(reference, to);
        to.referredBy(reference, from);
    }

    /** @return the resource being made that this is; null if it is none */
    @Nullable
    ResourceInstance instanceOf(Base base) {
        return byResource.get(base);
    }

    // children were made after their parents: from the last to the first, an emptied parent goes too
    private void dropEmptyExtensions() {
        for (int i = extensions.size() - 1; i >= 0; i--) {
            Extension extension = extensions.get(i).extension();
            if (extension.getValue() instanceof Reference reference && leadsSomewhere(reference)) {
                continue;
            }
            if (!extension.hasValue() && !extension.hasExtension()) {
                extensions.get(i).parent().removeChild("extension", extension);
            } else if (extension.hasValue() && extension.getValue().isEmpty()) {
                extensions.get(i).parent().removeChild("extension", extension);
            }
        }
    }

    // its target gets an id, and it a text, only when all is there
    private boolean leadsSomewhere(Reference reference) {
        ResourceInstance to = referred.get(reference);
        return to != null && to.resource() != null;
    }

    void delete(ResourceInstance resource, String element, Frame frame, RowPlan row, Part part) {
        deletions.add(new Deletion(resource, element, path(frame.at(), part), row.id()));
    }

    void issue(MappingIssue.Kind kind, Segment segment, String detail) {
        issues.add(new MappingIssue(kind, segment.path(1), "", detail, null));
    }

    void issue(
            MappingIssue.Kind kind,
            Frame frame,
            @Nullable Part part,
            String row,
            String detail,
            MappingIssue.@Nullable UnmappedCode code) {
        issues.add(new MappingIssue(kind, path(frame.at(), part), row, detail, code));
    }

    private FieldPath path(Occurrence at, @Nullable Part part) {
        return part == null ? at.segment().path(1) : paths.of(at.segment(), part);
    }
}
