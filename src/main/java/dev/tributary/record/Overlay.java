package dev.tributary.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * One draft laid over one resource: which element may be written is decided by role and stamp, how by the element's
 * rule. Elements are known by keys: {@code address}, and {@code hospitalization.admitSource} where parts are merged.
 */
final class Overlay {

    private final String reference;
    private final ResourceRule rule;
    private final Ownership role;
    private final Stamp stamp;
    private final @Nullable FactTime known;
    private final Resource target;
    private final List<RecordNote> notes;
    private final Set<String> stated = new HashSet<>();
    private final Map<String, Stamp> marked = new HashMap<>();
    private boolean passed;

    Overlay(
            String reference,
            ResourceRule rule,
            Ownership role,
            Stamp stamp,
            @Nullable FactTime known,
            Resource target,
            List<RecordNote> notes) {
        this.reference = reference;
        this.rule = rule;
        this.role = role;
        this.stamp = stamp;
        this.known = known;
        this.target = target;
        this.notes = notes;
    }

    /**
     * Lays all elements over the target that the rules leave to us; those of a timeline are left alone.
     *
     * @param reported when the report that names the draft as its result was issued (OBR-22); null if none does
     */
    void lay(Resource draft, @Nullable Instant reported) {
        if (!rule.progress().isEmpty()) {
            if (isPassed(draft, reported)) {
                passed = true;
                return;
            }
            if (reported != null) {
                marked.put(FactTime.REPORTED, new Stamp(reported, stamp.message()));
            }
        }
        Map<String, List<Base>> drafted = new LinkedHashMap<>(Elements.stated(draft));
        // a unit alone is no value: a withdrawal that repeats OBX-6 must not wipe what it withdraws
        drafted.entrySet()
                .removeIf(element -> element.getValue().stream().allMatch(Overlay::isBareUnit)
                        && !Elements.get(target, element.getKey()).isEmpty());
        Set<String> renewed = new HashSet<>();
        drafted.forEach((name, values) -> {
            if (renews(name)) {
                renewed.add(name);
            }
        });
        drafted.forEach(this::element);
        rule.elements().forEach((name, element) -> {
            if (renewed.contains(element.with()) && !drafted.containsKey(name)) {
                Elements.set(target, name, List.of());
            }
        });
    }

    private static boolean isBareUnit(Base value) {
        return value instanceof Quantity quantity && !quantity.hasValue();
    }

    private boolean isPassed(Resource draft, @Nullable Instant reported) {
        String now = state(target);
        String next = state(draft);
        if (rule.wouldGoBack(now, next)) {
            note(RecordNote.Kind.RESULT_WOULD_GO_BACK, "");
            return true;
        }
        if (known != null && stamp.isBefore(known.newest())
                || !rule.goesOn(now, next)
                        && (wasReportedBefore(reported) || !isCorrectedAgain(now, next) && wasIssuedBefore(draft))) {
            note(RecordNote.Kind.OLDER_THAN_KNOWN, "");
            return true;
        }
        if (rule.stays(now, next)) {
            Elements.set(draft, rule.progressElement(), Elements.get(target, rule.progressElement()));
        }
        return false;
    }

    private String state(Resource resource) {
        List<Base> values = Elements.get(resource, rule.progressElement());
        return values.isEmpty() ? "" : String.valueOf(values.get(0).primitiveValue());
    }

    // a second correction may go back to an analysis before that of the first
    private boolean isCorrectedAgain(String now, String next) {
        return target instanceof Observation && now.equals(next) && rule.isCorrection(next);
    }

    // a lab that exports old results again gives them a new MSH-7, but not a new OBR-22 or OBX-19
    private boolean wasIssuedBefore(Resource draft) {
        List<Base> now = Elements.get(target, "issued");
        List<Base> next = Elements.get(draft, "issued");
        return !now.isEmpty()
                && !next.isEmpty()
                && now.get(0) instanceof InstantType last
                && next.get(0) instanceof InstantType its
                && last.hasValue()
                && Moments.hasTime(its)
                && Moments.isBefore(its.getValue().toInstant(), last.getValue().toInstant());
    }

    // nor does a result have a time of its own: that of its report counts
    private boolean wasReportedBefore(@Nullable Instant reported) {
        Stamp last = known == null ? null : known.elements().get(FactTime.REPORTED);
        return reported != null && last != null && Moments.isBefore(reported, last.statedAt());
    }

    private void element(String name, List<Base> values) {
        ElementRule element = rule.element(name);
        switch (element.merge()) {
            case NEVER, TIMELINE -> {}
            case FILL -> fill(name, values);
            case UNION -> union(name, values, element.by());
            case GROUPS -> groups(name, values, element.by());
            case PARTS -> parts(name, values.get(0));
            case REPLACE -> replace(target, name, name, values);
        }
    }

    private void fill(String name, List<Base> values) {
        if (Elements.get(target, name).isEmpty()) {
            Elements.set(target, name, values);
        }
    }

    private void parts(String name, Base value) {
        List<Base> present = Elements.get(target, name);
        if (present.isEmpty()) {
            Base empty = value.copy();
            Elements.stated(empty).keySet().forEach(part -> Elements.set(empty, part, List.of()));
            Elements.add(target, name, empty);
            present = List.of(empty);
        }
        Base parent = present.get(0);
        Elements.stated(value).forEach((part, values) -> replace(parent, part, name + "." + part, values));
    }

    private void replace(Base parent, String name, String key, List<Base> values) {
        List<Base> present = Elements.get(parent, name);
        if (mayWrite(key, !present.isEmpty())) {
            stated.add(key);
            Elements.set(parent, name, values);
        } else if (!Elements.same(present, values)) {
            note(role == Ownership.OWNER ? RecordNote.Kind.OLDER_THAN_KNOWN : RecordNote.Kind.NOT_OWNED, key);
        }
    }

    private boolean renews(String name) {
        return rule.element(name).merge() == ElementRule.Merge.REPLACE
                && role == Ownership.OWNER
                && !stamp.isBefore(stampOf(name, !Elements.get(target, name).isEmpty()));
    }

    /** Whether this statement may write the element: an owner if nothing newer stands there, others into a gap. */
    boolean mayWrite(String key, boolean present) {
        Stamp last = stampOf(key, present);
        return role == Ownership.OWNER ? !stamp.isBefore(last) : !present && last.equals(Stamp.UNOWNED);
    }

    /** When the element was last stated, or last deleted if it is not there. */
    Stamp stampOf(String key, boolean present) {
        if (known == null) {
            return Stamp.UNOWNED;
        }
        Stamp own = known.elements().get(key);
        if (own != null) {
            return own;
        }
        // a timeline's keys are written down from the first, whether anything stands there or not
        return present || isTimelineKey(key) ? known.newest() : Stamp.UNOWNED;
    }

    private boolean isTimelineKey(String key) {
        return rule.hasTimeline() && EncounterTimeline.KEYS.contains(key);
    }

    private void union(String name, List<Base> values, List<String> by) {
        List<Base> items = new ArrayList<>(Elements.get(target, name));
        boolean renew = mayWrite(name, true);
        boolean changed = false;
        // a report may have ten thousand results
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            places.putIfAbsent(itemKey(items.get(i), by), i);
        }
        for (Base value : values) {
            String key = itemKey(value, by);
            int at = places.getOrDefault(key, -1);
            if (at < 0) {
                places.put(key, items.size());
                items.add(value);
                changed = true;
            } else if (renew && !Elements.same(items.get(at), value)) {
                items.set(at, value);
                changed = true;
            }
        }
        if (renew) {
            stated.add(name);
        }
        if (changed) {
            Elements.set(target, name, items);
        }
    }

    // each group is an element of its own: "telecom[home]"
    private void groups(String name, List<Base> values, List<String> by) {
        Map<String, List<Base>> sent = inGroups(values, by);
        Map<String, List<Base>> there = inGroups(Elements.get(target, name), by);
        boolean changed = false;
        for (Map.Entry<String, List<Base>> group : sent.entrySet()) {
            String key = groupKey(name, group.getKey());
            List<Base> present = there.getOrDefault(group.getKey(), List.of());
            if (mayWrite(key, !present.isEmpty())) {
                stated.add(key);
                changed |= !Elements.same(present, group.getValue());
                there.put(group.getKey(), group.getValue());
            } else if (!Elements.same(present, group.getValue())) {
                note(role == Ownership.OWNER ? RecordNote.Kind.OLDER_THAN_KNOWN : RecordNote.Kind.NOT_OWNED, name);
            }
        }
        if (changed) {
            Elements.set(
                    target, name, there.values().stream().flatMap(List::stream).toList());
        }
    }

    /** Items by what their parts hold, in the order in which the groups come first. */
    static Map<String, List<Base>> inGroups(List<Base> values, List<String> by) {
        Map<String, List<Base>> groups = new LinkedHashMap<>();
        for (Base value : values) {
            String group = by.stream().map(path -> part(value, path)).collect(Collectors.joining(","));
            groups.computeIfAbsent(group, its -> new ArrayList<>()).add(value);
        }
        return groups;
    }

    /** The key of one group. */
    static String groupKey(String name, String group) {
        // keys stand in JSON as they are
        return name + "[" + group.replaceAll("[\\s\"\\\\]", "_") + "]";
    }

    private static String itemKey(Base item, List<String> by) {
        return by.stream().map(path -> part(item, path)).collect(Collectors.joining("\0"));
    }

    private static String part(Base item, String path) {
        List<Base> values = Elements.at(item, path);
        return values.isEmpty() ? "" : String.valueOf(values.get(0).primitiveValue());
    }

    /**
     * Takes an element, some of its items or a part of it away, if this statement may; where it is no longer there, older
     * statements must not bring it back.
     */
    void delete(ElementPath path) {
        if (passed) {
            // what was turned away must not take anything away either
            return;
        }
        String name = path.steps().isEmpty() ? "" : path.element().name();
        if (name.isEmpty() || !Elements.has(target, name)) {
            return;
        }
        switch (rule.element(name).merge()) {
            case REPLACE -> delete(path, name);
            case PARTS -> delete(path, path.names(2));
            case GROUPS -> deleteGroups(path, name);
            case TIMELINE -> {
                // of what a timeline keeps item by item, see EncounterTimeline
                if (rule.element(name).by().isEmpty()) {
                    keep(path);
                }
            }
            case UNION, FILL, NEVER -> keep(path);
        }
    }

    private void keep(ElementPath path) {
        if (role == Ownership.OWNER && path.isIn(target)) {
            note(RecordNote.Kind.NOT_DELETABLE, path.element().name());
        }
    }

    private void delete(ElementPath path, String stamped) {
        // what the draft states anew is without the deleted part already
        if (stated.contains(stamped)) {
            return;
        }
        boolean present = path.isIn(target);
        // the stamp is the whole element's: where another part of it stands, that one's time counts
        boolean any = !Elements.at(target, stamped).isEmpty();
        if (role == Ownership.OWNER && mayWrite(stamped, any)) {
            path.removeFrom(target);
            mark(stamped);
        } else if (present) {
            note(role == Ownership.OWNER ? RecordNote.Kind.OLDER_THAN_KNOWN : RecordNote.Kind.NOT_OWNED, stamped);
        }
    }

    private void deleteGroups(ElementPath path, String name) {
        List<String> by = rule.element(name).by();
        Map<String, List<Base>> there = inGroups(Elements.get(target, name), by);
        List<String> meant = there.entrySet().stream()
                .filter(group -> group.getValue().stream().anyMatch(path.element()::takes))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(ArrayList::new));
        // a group that is named is deleted although it is not there: an older statement may still come
        if (by.equals(List.of(path.element().by()))
                && !meant.contains(path.element().value())) {
            meant.add(path.element().value());
        }
        for (String group : meant) {
            String key = groupKey(name, group);
            boolean present = there.containsKey(group);
            if (stated.contains(key)) {
                continue;
            }
            if (role == Ownership.OWNER && mayWrite(key, present)) {
                there.computeIfPresent(group, (its, items) -> without(path, items));
                mark(key);
            } else if (present) {
                note(role == Ownership.OWNER ? RecordNote.Kind.OLDER_THAN_KNOWN : RecordNote.Kind.NOT_OWNED, name);
            }
        }
        Elements.set(target, name, there.values().stream().flatMap(List::stream).toList());
    }

    private static List<Base> without(ElementPath path, List<Base> items) {
        List<Base> left = new ArrayList<>();
        for (Base item : items) {
            if (!path.element().takes(item)) {
                left.add(item);
            } else if (path.steps().size() > 1) {
                path.within().removeFrom(item);
                left.add(item);
            }
        }
        return left;
    }

    /** Whether the statement is an owner's. */
    boolean owns() {
        return role == Ownership.OWNER;
    }

    /** Whether this statement comes after the one that last decided the key. */
    boolean isNewerThan(String key, boolean present) {
        return stampOf(key, present).isBefore(stamp);
    }

    /** Whether this statement comes before the one that last decided the key. */
    boolean isOlderThan(String key, boolean present) {
        return stamp.isBefore(stampOf(key, present));
    }

    /** Whether nobody who owns the key has decided it. */
    boolean isOpen(String key) {
        return stampOf(key, true).equals(Stamp.UNOWNED);
    }

    /** Whether some statement has left a mark under exactly this key. */
    boolean isMarked(String key) {
        return known != null && known.elements().containsKey(key);
    }

    /** Leaves the key to whoever decides it first, however old. */
    void markOpen(String key) {
        marked.put(key, Stamp.UNOWNED);
    }

    /** As {@link #markOpen}, if nothing is known of the resource so far. */
    void markIfNew(String key) {
        if (known == null) {
            markOpen(key);
        }
    }

    /** Takes a part away for good: older statements must not bring it back. */
    void forget(String key) {
        Elements.remove(target, key);
        mark(key);
    }

    /** Remembers that this statement decided the key, whether an element stands there or not. */
    void mark(String key) {
        marked.put(key, role == Ownership.OWNER ? stamp : Stamp.UNOWNED);
    }

    void note(RecordNote.Kind kind, String element) {
        notes.add(new RecordNote(reference, kind, element));
    }

    /** The times after this statement. */
    FactTime time() {
        if (passed && known != null) {
            // nothing was taken: the next one is to be measured by what was
            return known;
        }
        Stamp mine = role == Ownership.OWNER ? stamp : Stamp.UNOWNED;
        Map<String, Stamp> elements = new HashMap<>();
        if (known == null || !mine.isBefore(known.newest())) {
            // from now on "newest" stands for what was stated now; what was not keeps the time it had
            Set<String> present = presentKeys();
            present.forEach(key -> elements.put(key, stated.contains(key) ? mine : stampOf(key, true)));
            if (known != null) {
                known.elements().keySet().stream()
                        .filter(key -> !stated.contains(key))
                        .forEach(key -> elements.put(key, stampOf(key, false)));
            }
            elements.putAll(marked);
            // what was deleted keeps its stamp in writing, since nothing else tells of it
            elements.entrySet().removeIf(entry -> present.contains(entry.getKey()) && mine.equals(entry.getValue()));
            return timed(mine, elements);
        }
        elements.putAll(known.elements());
        stated.forEach(key -> elements.merge(key, mine, (old, now) -> old.isBefore(now) ? now : old));
        elements.putAll(marked);
        return timed(known.newest(), elements);
    }

    private FactTime timed(Stamp newest, Map<String, Stamp> elements) {
        return known == null
                ? new FactTime(newest, elements)
                : new FactTime(newest, elements, known.toldOf(), known.movedTo());
    }

    private Set<String> presentKeys() {
        Set<String> keys = new HashSet<>();
        if (rule.hasTimeline()) {
            keys.addAll(EncounterTimeline.KEYS);
        }
        Elements.stated(target).forEach((name, values) -> {
            switch (rule.element(name).merge()) {
                case REPLACE, UNION -> keys.add(name);
                case GROUPS -> keys.addAll(groupKeys(name, values));
                case TIMELINE -> {
                    if (!rule.element(name).by().isEmpty()) {
                        keys.addAll(groupKeys(name, values));
                    }
                }
                case PARTS -> Elements.stated(values.get(0)).keySet().forEach(part -> keys.add(name + "." + part));
                case FILL, NEVER -> {}
            }
        });
        return keys;
    }

    private List<String> groupKeys(String name, List<Base> values) {
        return inGroups(values, rule.element(name).by()).keySet().stream()
                .map(group -> groupKey(name, group))
                .toList();
    }

    /** How an element is merged. */
    ElementRule rule(String name) {
        return rule.element(name);
    }

    /** Whether nothing was ever heard of the resource before. */
    boolean isFirst() {
        return known == null;
    }
}
