package dev.tributary.mapping.plan;

import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirValues;
import org.jspecify.annotations.Nullable;

/** One element that a table fills, resolved: where a frame keeps it while the table runs. */
final class Slot {

    private final int index;
    private final Kind kind;
    private final @Nullable Slot parent;
    private final @Nullable FhirElement element;
    private final String type;
    private final int depth;
    private final String label;
    private final int chain;
    private final int listAbove;
    private final FhirValues.Form form;

    /**
     * @param index in the frame
     * @param kind what it is
     * @param parent what it is made in; null for the root and for further resources
     * @param element of the parent's type, for {@link Kind#ELEMENT}; else null
     * @param type its type
     * @param label of a further resource, or the number in a chain
     */
    Slot(int index, Kind kind, @Nullable Slot parent, @Nullable FhirElement element, String type, String label) {
        this.index = index;
        this.kind = kind;
        this.parent = parent;
        this.element = element;
        this.type = type;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.label = label;
        this.chain = kind == Kind.CHAIN ? Integer.parseInt(label) : parent == null ? 0 : parent.chain;
        this.form = FhirValues.form(type);
        boolean list = element != null && element.list() && !label.equals(TargetPath.RUN) && !TargetPath.isField(label);
        this.listAbove = parent != null && parent.listAbove > 0 ? parent.listAbove : list ? depth : 0;
    }

    int index() {
        return index;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    Slot parent() {
        return parent;
    }

    @Nullable
    FhirElement element() {
        return element;
    }

    String type() {
        return type;
    }

    /** @return how texts become its values */
    FhirValues.Form form() {
        return form;
    }

    /** @return how many slots stand above it */
    int depth() {
        return depth;
    }

    String label() {
        return label;
    }

    /** @return whether it is an element that several tables fill together: the n-th one in the n-th run of each */
    boolean isShared() {
        return kind == Kind.ELEMENT && label.equals(TargetPath.RUN);
    }

    /**
     * @return whether it is an element that segments fill together which follow one another with the same value of the
     *     field that the label names
     */
    boolean isJoined() {
        return kind == Kind.ELEMENT && element != null && element.list() && TargetPath.isField(label);
    }

    /** @return the number of the chain's resource it is or stands in; 0 if it is in none */
    int chain() {
        return chain;
    }

    /** @return the depth of the outermost list among it and what stands above; 0 if none of them repeats */
    int listAbove() {
        return listAbove;
    }

    /** What a slot is. */
    enum Kind {
        /** The table's whole target. */
        ROOT,
        /** An element of another slot. */
        ELEMENT,
        /** A resource that the parent, a reference, refers to. */
        REFERENCED,
        /** A further resource. */
        FURTHER,
        /** One of the resources of a chain. */
        CHAIN
    }

    /** @return the path from the root, for people */
    String path() {
        return switch (kind) {
            case ROOT -> "$this";
            case ELEMENT -> {
                String name = element == null ? "?" : element.name();
                yield parent == null || parent.kind == Kind.ROOT ? name : parent.path() + "." + name;
            }
            case REFERENCED -> parent == null ? type : parent.path() + "(" + type + ")";
            case FURTHER -> type + "[" + label + "]";
            case CHAIN -> "[" + label + "]";
        };
    }
}
