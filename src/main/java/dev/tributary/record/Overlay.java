package dev.tributary.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
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

    /** Lays all elements over the target that the rules leave to us; those of a timeline are left alone. */
    void lay(Resource draft) {
        if (!rule.progress().isEmpty() && isPassed(draft)) {
            return;
        }
        Map<String, List<Base>> drafted = Elements.stated(draft);
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

    private boolean isPassed(Resource draft) {
        String now = state(target);
        String next = state(draft);
        if (rule.wouldGoBack(now, next)) {
            note(RecordNote.Kind.RESULT_WOULD_GO_BACK, "");
            return true;
        }
        if (known != null && stamp.isBefore(known.newest()) || wasIssuedBefore(draft)) {
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

    // a lab that exports old results again gives them a new MSH-7, but not a new OBR-22
    private boolean wasIssuedBefore(Resource draft) {
        List<Base> now = Elements.get(target, "issued");
        List<Base> next = Elements.get(draft, "issued");
        return !now.isEmpty() && !next.isEmpty() && Moments.isBefore(next.get(0), now.get(0));
    }

    private void element(String name, List<Base> values) {
        ElementRule element = rule.element(name);
        switch (element.merge()) {
            case NEVER, TIMELINE -> {}
            case FILL -> fill(name, values);
            case UNION -> union(name, values, element.by());
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
        return present ? known.newest() : Stamp.UNOWNED;
    }

    private void union(String name, List<Base> values, List<String> by) {
        List<Base> items = new ArrayList<>(Elements.get(target, name));
        boolean renew = mayWrite(name, true);
        boolean changed = false;
        for (Base value : values) {
            int at = indexOf(items, value, by);
            if (at < 0) {
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

    private static int indexOf(List<Base> items, Base value, List<String> by) {
        for (int i = 0; i < items.size(); i++) {
            Base item = items.get(i);
            if (by.stream().allMatch(part -> part(item, part).equals(part(value, part)))) {
                return i;
            }
        }
        return -1;
    }

    private static String part(Base item, String path) {
        Base at = item;
        for (String name : path.split("\\.")) {
            List<Base> values = Elements.get(at, name);
            if (values.isEmpty()) {
                return "";
            }
            at = values.get(0);
        }
        return String.valueOf(at.primitiveValue());
    }

    /** Takes an element away, if this statement may; where it is no longer there, older statements must not bring it back. */
    void delete(String element) {
        ElementRule.Merge merge = rule.element(element).merge();
        if (merge != ElementRule.Merge.REPLACE || stated.contains(element)) {
            return;
        }
        boolean present = !Elements.get(target, element).isEmpty();
        if (role == Ownership.OWNER && mayWrite(element, present)) {
            Elements.set(target, element, List.of());
            mark(element);
        } else if (present) {
            note(role == Ownership.OWNER ? RecordNote.Kind.OLDER_THAN_KNOWN : RecordNote.Kind.NOT_OWNED, element);
        }
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
        Stamp mine = role == Ownership.OWNER ? stamp : Stamp.UNOWNED;
        Map<String, Stamp> elements = new HashMap<>();
        if (known == null || !mine.isBefore(known.newest())) {
            // from now on "newest" stands for what was stated now; what was not keeps the time it had
            for (String key : presentKeys()) {
                if (!stated.contains(key)) {
                    elements.put(key, stampOf(key, true));
                }
            }
            if (known != null) {
                known.elements().forEach((key, stamped) -> {
                    if (!stated.contains(key)) {
                        elements.put(key, stamped);
                    }
                });
            }
            elements.putAll(marked);
            elements.values().removeIf(mine::equals);
            marked.forEach(elements::putIfAbsent);
            return new FactTime(mine, elements);
        }
        elements.putAll(known.elements());
        stated.forEach(key -> elements.merge(key, mine, (old, now) -> old.isBefore(now) ? now : old));
        elements.putAll(marked);
        return new FactTime(known.newest(), elements);
    }

    private Set<String> presentKeys() {
        Set<String> keys = new HashSet<>();
        Elements.stated(target).forEach((name, values) -> {
            switch (rule.element(name).merge()) {
                case REPLACE, UNION -> keys.add(name);
                case PARTS -> Elements.stated(values.get(0)).keySet().forEach(part -> keys.add(name + "." + part));
                case FILL, NEVER, TIMELINE -> {}
            }
        });
        return keys;
    }
}
