package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import dev.tributary.hl7.Pieces;
import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.plan.Slot.Kind;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * One application of a table: to a segment, or to one value. It keeps the elements that the table's rows have filled,
 * so that rows meet in the same element, and makes an element only when something is written into it.
 */
final class Frame {

    private static final SlotTree NOTHING = new SlotTree("");

    private final Run run;
    private final SlotTree slots;
    private final @Nullable TablePlan table;
    private final Occurrence at;
    private final @Nullable Part source;
    private final @Nullable ResourceInstance resource;
    private final @Nullable Frame caller;
    private final @Nullable RowPlan callerRow;
    private final int callerRepetition;
    // by slot, then by repetition; the first repetition apart, since most slots have no other
    private final @Nullable Base[] first;
    private List<@Nullable Base[]> further = List.of();
    private @Nullable Pieces pieces;
    private int runNumber = -1;

    private Frame(
            Run run,
            SlotTree slots,
            @Nullable TablePlan table,
            Occurrence at,
            @Nullable Part source,
            @Nullable ResourceInstance resource,
            @Nullable Frame caller,
            @Nullable RowPlan callerRow,
            int callerRepetition) {
        this.run = run;
        this.slots = slots;
        this.table = table;
        this.at = at;
        this.source = source;
        this.resource = resource;
        this.caller = caller;
        this.callerRow = callerRow;
        this.callerRepetition = callerRepetition;
        this.first = new Base[slots.size()];
    }

    /** @return the run of a segment table into a resource */
    static Frame ofSegment(Run run, TablePlan table, Occurrence at, ResourceInstance resource) {
        return new Frame(run, table.slots(), table, at, null, resource, null, null, 0);
    }

    /** @return a frame for links into a resource */
    static Frame ofLinks(Run run, SlotTree slots, Occurrence at, ResourceInstance resource) {
        return new Frame(run, slots, null, at, null, resource, null, null, 0);
    }

    /** @return a frame for conditions of message tables, which fills nothing */
    static Frame ofConditions(Run run, Occurrence at) {
        return new Frame(run, NOTHING, null, at, null, null, null, null, 0);
    }

    /** @return the run of a data type table into an element of this frame */
    Frame ofValue(TablePlan table, RowPlan row, int repetition, Part value) {
        return new Frame(run, table.slots(), table, at, value, null, this, row, repetition);
    }

    Run run() {
        return run;
    }

    Occurrence at() {
        return at;
    }

    /** @return the table; null for frames of links */
    @Nullable
    TablePlan table() {
        return table;
    }

    private boolean isChain() {
        return table != null && !table.chain().isEmpty();
    }

    /** @return the value a data type table is applied to; null for segment tables */
    @Nullable
    Part source() {
        return source;
    }

    /**
     * @param component of the value, from 1
     * @param subcomponent from 1; 0 for the whole component
     * @return what stands there; null if nothing does
     */
    @Nullable
    Part piece(int component, int subcomponent) {
        if (source == null) {
            return null;
        }
        if (pieces == null) {
            pieces = Pieces.of(source);
        }
        Part found = pieces.at(component);
        return found == null || subcomponent == 0 ? found : Lookup.child(found, subcomponent);
    }

    /** @return the frame whose row applied this table; null for segment tables */
    @Nullable
    Frame caller() {
        return caller;
    }

    @Nullable
    RowPlan callerRow() {
        return callerRow;
    }

    int callerRepetition() {
        return callerRepetition;
    }

    /** @return the resource in which this frame's elements end up; null if there is none yet */
    @Nullable
    ResourceInstance holder() {
        if (resource != null) {
            return resource;
        }
        Base root = peek(slots.root(), 0);
        ResourceInstance own = root == null ? null : run.instanceOf(root);
        return own != null ? own : caller == null ? null : caller.holder();
    }

    /** @return whether the whole target has come to be */
    boolean hasRoot() {
        return peek(slots.root(), 0) != null;
    }

    /** @return the element of a slot; null if nothing was written there */
    @Nullable
    Base peek(Slot slot, int repetition) {
        if (slot.kind() == Kind.ROOT) {
            if (resource != null) {
                return resource.resource();
            }
            if (isChain()) {
                return first[0];
            }
            if (first[0] == null && caller != null && callerRow != null && callerRow.target() != null) {
                Slot target = callerRow.target();
                return caller.peek(target, target.depth() >= callerRow.pivot() ? callerRepetition : 0);
            }
            return first[0];
        }
        if (repetition == 0) {
            return first[slot.index()];
        }
        return repetition <= further.size() ? further.get(repetition - 1)[slot.index()] : null;
    }

    /** @return how many repetitions something was written for */
    int repetitions() {
        return further.size() + 1;
    }

    /**
     * @param slot of this table
     * @param repetition of the row's source, from 0
     * @param pivot from which depth on there is one element per repetition
     * @return the element, made now if need be, with all above it
     */
    Base obtain(Slot slot, int repetition, int pivot) {
        int own = slot.depth() >= pivot ? repetition : 0;
        Base there = peek(slot, own);
        if (there != null) {
            return there;
        }
        Base made = make(slot, repetition, pivot);
        put(slot, own, made);
        return made;
    }

    private Base make(Slot slot, int repetition, int pivot) {
        return switch (slot.kind()) {
            case ROOT -> makeRoot();
            case FURTHER -> newResource(slot.type(), List.of()).make(run);
            case CHAIN ->
                newResource(slot.type(), table == null ? List.of() : table.key())
                        .make(run);
            case REFERENCED -> {
                Slot parent = parent(slot);
                Base reference = obtain(parent, repetition, pivot);
                ResourceInstance referred = newResource(slot.type(), List.of());
                Base made = referred.make(run);
                run.refer((Reference) reference, referred, holderOf(parent, repetition, pivot));
                yield made;
            }
            case ELEMENT -> {
                FhirElement element = slot.element();
                Base parent = obtain(parent(slot), repetition, pivot);
                if (element == null) {
                    throw new IllegalStateException("an element slot without an element: " + slot.path());
                }
                if (slot.isShared()) {
                    List<Base> there = element.values(parent);
                    int number = runNumber();
                    if (number < there.size()) {
                        yield there.get(number);
                    }
                }
                if (slot.isJoined()) {
                    Base joined = run.joined().last(parent, slot, at);
                    if (joined != null) {
                        yield joined;
                    }
                }
                Base made = element.make(parent, slot.type());
                run.madeElement(parent, made);
                if (slot.isJoined()) {
                    run.joined().began(slots, parent, slot, at, made);
                }
                yield made;
            }
        };
    }

    /** @return how many runs of the same row of the message table have filled shared elements of this resource before */
    private int runNumber() {
        if (caller != null) {
            return caller.runNumber();
        }
        if (runNumber < 0) {
            ResourceInstance holder = holder();
            runNumber = holder == null || table == null ? 0 : holder.runsOf(table);
        }
        return runNumber;
    }

    private Base makeRoot() {
        if (resource != null) {
            return resource.make(run);
        }
        if (isChain() || caller == null || callerRow == null || callerRow.target() == null) {
            throw new IllegalStateException("the root of a chain is made by its rows");
        }
        return caller.obtain(callerRow.target(), callerRepetition, callerRow.pivot());
    }

    /** @return the type that holds the element which holds this one: that of the resource of an address, for its use */
    String typeAround(Slot slot) {
        Slot holder = slot.parent();
        Frame frame = this;
        while (holder != null && holder.kind() == Kind.ROOT && frame.caller != null && frame.callerRow != null) {
            holder = frame.callerRow.target();
            frame = frame.caller;
        }
        Slot around = holder == null ? null : holder.parent();
        return around == null ? "" : around.type();
    }

    /** @return the resource that holds an element of this frame */
    private @Nullable ResourceInstance holderOf(Slot slot, int repetition, int pivot) {
        for (Slot each = slot; each != null; each = each.parent()) {
            if (each.kind() != Kind.ELEMENT) {
                Base base = peek(each, each.depth() >= pivot ? repetition : 0);
                ResourceInstance instance = base == null ? null : run.instanceOf(base);
                if (instance != null) {
                    return instance;
                }
                return each.kind() == Kind.ROOT ? holder() : null;
            }
        }
        return null;
    }

    private ResourceInstance newResource(String type, List<KeyRule.Alternative> ownKey) {
        ResourceInstance owner = owner();
        boolean record = owner == null || owner.record();
        return new ResourceInstance(type, record, owner, at, ownKey);
    }

    private @Nullable ResourceInstance owner() {
        if (resource != null) {
            return resource;
        }
        ResourceInstance holder = caller == null ? null : caller.holder();
        return holder != null ? holder : caller == null ? null : caller.owner();
    }

    /**
     * The lowest resource of a chain is there: the caller's target, a resource that a reference of its refers to, is that
     * one.
     */
    void adopt(Base lowest) {
        first[0] = lowest;
        Slot target = callerRow == null ? null : callerRow.target();
        if (caller == null || callerRow == null || target == null) {
            return;
        }
        int own = target.depth() >= callerRow.pivot() ? callerRepetition : 0;
        if (caller.peek(target, own) != null) {
            return;
        }
        if (target.kind() == Kind.REFERENCED) {
            Slot parent = parent(target);
            Reference reference = (Reference) caller.obtain(parent, callerRepetition, callerRow.pivot());
            ResourceInstance instance = run.instanceOf(lowest);
            if (instance != null) {
                run.refer(reference, instance, caller.holderOf(parent, callerRepetition, callerRow.pivot()));
            }
        }
        caller.put(target, own, lowest);
    }

    private void put(Slot slot, int repetition, Base element) {
        if (repetition == 0) {
            first[slot.index()] = element;
            return;
        }
        if (further.isEmpty()) {
            further = new ArrayList<>(2);
        }
        while (further.size() < repetition) {
            further.add(new Base[slots.size()]);
        }
        further.get(repetition - 1)[slot.index()] = element;
    }

    SlotTree slots() {
        return slots;
    }

    private static Slot parent(Slot slot) {
        Slot parent = slot.parent();
        if (parent == null) {
            throw new IllegalStateException("a slot without a parent: " + slot.path());
        }
        return parent;
    }
}
