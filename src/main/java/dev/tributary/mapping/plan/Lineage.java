package dev.tributary.mapping.plan;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Leaf;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.LineageEntry;
import dev.tributary.mapping.LineageEntry.Kind;
import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** Tells, at the end, what became of each leaf, from what the rows noted. */
final class Lineage {

    private record Address(String reference, String element) {}

    private final Run run;
    private final Merging merging;
    private final Map<Base, Address> addresses = new IdentityHashMap<>();
    private final Map<FieldPath, List<Run.Deletion>> deletions = new HashMap<>();
    private final List<LineageEntry> entries = new ArrayList<>();
    // a value may come from another segment than the one whose table wrote it
    private final TreeMap<Integer, FieldPath> begins = new TreeMap<>();

    Lineage(Run run, Merging merging) {
        this.run = run;
        this.merging = merging;
    }

    List<LineageEntry> tell(List<Draft> drafts) {
        for (Draft draft : drafts) {
            locate(draft.resource(), draft.reference(), draft.resource().fhirType());
        }
        List<Trace.Step> steps = run.trace() == null ? List.of() : run.trace().steps();
        Map<String, List<Trace.Step>> bySegment = new HashMap<>();
        for (Leaf leaf : run.message().leaves()) {
            begins.put(leaf.value().offset(), leaf.path());
        }
        for (Trace.Step step : steps) {
            var segment = step.occurrence().segment();
            var there = step.kind() == Kind.MAPPED && step.from() >= 0 ? begins.floorEntry(step.from()) : null;
            String home = there == null
                    ? segment.name() + segment.occurrence()
                    : there.getValue().segment() + there.getValue().occurrence();
            bySegment.computeIfAbsent(home, key -> new ArrayList<>()).add(step);
        }
        for (Run.Deletion deletion : run.deletions()) {
            deletions
                    .computeIfAbsent(repetition(deletion.source()), key -> new ArrayList<>(1))
                    .add(deletion);
        }
        List<Leaf> leaves = run.message().leaves();
        for (int from = 0; from < leaves.size(); ) {
            int to = segmentEnd(leaves, from);
            FieldPath first = leaves.get(from).path();
            segment(leaves.subList(from, to), bySegment.getOrDefault(first.segment() + first.occurrence(), List.of()));
            from = to;
        }
        for (Trace.Step step : steps) {
            if (step.kind() == Kind.CONSTANT) {
                add(Kind.CONSTANT, constantSource(step), step);
            }
        }
        return entries;
    }

    private static int segmentEnd(List<Leaf> leaves, int from) {
        FieldPath first = leaves.get(from).path();
        int end = from;
        while (end < leaves.size()
                && leaves.get(end).path().occurrence() == first.occurrence()
                && leaves.get(end).path().segment().equals(first.segment())) {
            end++;
        }
        return end;
    }

    // each step is told to the leaves it covers: asking each leaf for its steps takes the square of a long field
    private void segment(List<Leaf> leaves, List<Trace.Step> steps) {
        List<List<Trace.Step>> ofLeaf = new ArrayList<>(Collections.nCopies(leaves.size(), List.of()));
        for (Trace.Step step : steps) {
            for (int i = firstFrom(leaves, step.from());
                    i < leaves.size() && leaves.get(i).value().offset() < step.to();
                    i++) {
                if (ofLeaf.get(i).isEmpty()) {
                    ofLeaf.set(i, new ArrayList<>(2));
                }
                ofLeaf.get(i).add(step);
            }
        }
        for (int i = 0; i < leaves.size(); i++) {
            leaf(leaves.get(i), ofLeaf.get(i));
        }
    }

    private static int firstFrom(List<Leaf> leaves, int offset) {
        int low = 0;
        int high = leaves.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (leaves.get(middle).value().offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static FieldPath repetition(FieldPath path) {
        return new FieldPath(path.segment(), path.occurrence(), path.field(), path.repetition(), 0, 0);
    }

    private void leaf(Leaf leaf, List<Trace.Step> steps) {
        boolean told = false;
        Trace.@Nullable Step ignored = null;
        for (Trace.Step step : steps) {
            if (step.kind() == Kind.MAPPED) {
                told |= add(Kind.MAPPED, leaf.path(), step);
            } else if (step.kind() == Kind.IGNORED) {
                ignored = step;
            }
        }
        List<Run.Deletion> deleted =
                leaf.value().isNull() ? deletions.getOrDefault(repetition(leaf.path()), List.of()) : List.of();
        for (Run.Deletion deletion : deleted) {
            if (deletion.source().covers(leaf.path())) {
                entries.add(
                        new LineageEntry(Kind.DELETED, leaf.path(), "", deletion.element(), deletion.row(), "", ""));
                told = true;
            }
        }
        if (told) {
            return;
        }
        if (ignored != null) {
            add(Kind.IGNORED, leaf.path(), ignored);
        } else {
            entries.add(new LineageEntry(Kind.UNMAPPED, leaf.path(), "", "", "", "", "no row carried it"));
        }
    }

    private boolean add(Kind kind, FieldPath source, Trace.Step step) {
        Address address = step.element() == null ? null : addresses.get(merging.staying(step.element()));
        if (address == null && step.element() != null) {
            return false;
        }
        entries.add(new LineageEntry(
                kind,
                source,
                address == null ? "" : address.reference(),
                address == null ? "" : address.element(),
                step.row(),
                step.codeLine(),
                step.reason()));
        return true;
    }

    private FieldPath constantSource(Trace.Step step) {
        var segment = step.occurrence().segment();
        if (step.from() >= 0) {
            for (int n = 1; n <= segment.fieldCount(); n++) {
                var field = segment.field(n);
                if (!field.isEmpty() && field.offset() <= step.from() && step.from() < field.endOffset()) {
                    return segment.path(n);
                }
            }
        }
        // a row may borrow a field of another segment
        var leaf = step.from() < 0 ? null : begins.floorEntry(step.from());
        return leaf == null
                ? new FieldPath(segment.name(), segment.occurrence(), 1, 1, 0, 0)
                : new FieldPath(
                        leaf.getValue().segment(),
                        leaf.getValue().occurrence(),
                        leaf.getValue().field(),
                        1,
                        0,
                        0);
    }

    private void locate(Base base, String reference, String path) {
        addresses.put(base, new Address(reference, path));
        for (FhirElement element : FhirModel.typeOf(base).elements()) {
            List<Base> values = element.values(base);
            for (int i = 0; i < values.size(); i++) {
                String index = element.list() ? "[" + i + "]" : "";
                locate(values.get(i), reference, path + "." + element.name() + index);
            }
        }
    }
}
