package dev.tributary.mapping.plan;

import dev.tributary.base.NearestWord;
import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import dev.tributary.mapping.fhir.FhirType;
import dev.tributary.mapping.plan.TargetPath.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves targets against R4. */
final class TargetCompiler {

    private final SlotTree slots;
    private final boolean chain;

    TargetCompiler(SlotTree slots, boolean chain) {
        this.slots = slots;
        this.chain = chain;
    }

    /**
     * A target, resolved.
     *
     * @param slot to fill
     * @param pivot depth of what repeats with the source
     * @param repeats whether anything does
     */
    record Target(Slot slot, int pivot, boolean repeats) {}

    /** A target is not in R4. */
    static final class UnknownException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String what;
        private final String cure;

        UnknownException(String what, String cure) {
            super(what);
            this.what = what;
            this.cure = cure;
        }

        String what() {
            return what;
        }

        String cure() {
            return cure;
        }
    }

    Target compile(String text) throws UnknownException {
        TargetPath path;
        try {
            path = TargetPath.parse(text);
        } catch (TargetPath.SyntaxException e) {
            throw new UnknownException(
                    "the target '" + text + "': " + e.getMessage(), "see §3 of the mapping language");
        }
        Walk walk = new Walk(start(path));
        walk.steps(path.steps());
        if (walk.starred != null) {
            return new Target(walk.slot, walk.starred.depth(), true);
        }
        if (path.resource().isEmpty() && walk.outermost == null) {
            return new Target(walk.slot, walk.slot.depth() + 1, false);
        }
        // a further resource repeats as a whole
        int pivot = path.resource().isEmpty() && walk.outermost != null ? walk.outermost.depth() : 0;
        return new Target(walk.slot, pivot, true);
    }

    private Slot start(TargetPath path) throws UnknownException {
        if (path.chain() > 0) {
            if (!chain) {
                throw new UnknownException(
                        "the table is no chain, so a path cannot start with a label", "say chain: partOf");
            }
            return slots.chain(slots.root().type(), path.chain());
        }
        if (path.resource().isEmpty()) {
            return slots.root();
        }
        return slots.further(resource(path.resource()), path.resourceLabel());
    }

    private static String resource(String name) throws UnknownException {
        if (!FhirModel.isResource(name)) {
            throw new UnknownException(
                    "R4 has no resource '" + name + "'", NearestWord.cure(name, FhirModel.resourceNames()));
        }
        return name;
    }

    /** Goes down a path. */
    private final class Walk {

        private Slot slot;
        private @Nullable Slot outermost;
        private @Nullable Slot starred;

        Walk(Slot start) {
            slot = start;
        }

        void steps(List<Step> steps) throws UnknownException {
            for (Step step : steps) {
                step(step);
            }
        }

        private void step(Step step) throws UnknownException {
            FhirType type = FhirModel.type(slot.type());
            if (type == null) {
                throw new UnknownException("R4 has no type '" + slot.type() + "'", "");
            }
            FhirElement element = type.element(step.name());
            String elementType =
                    element == null || element.choice() ? null : element.types().get(0);
            if (elementType == null) {
                for (FhirElement each : type.elements()) {
                    String choice = each.choice() ? choice(each, step.name()) : null;
                    if (choice != null) {
                        element = each;
                        elementType = choice;
                    }
                }
            }
            if (element == null || elementType == null) {
                throw new UnknownException(
                        type.name() + " has no element '" + step.name() + "'",
                        element == null
                                ? NearestWord.cure(step.name(), type.names())
                                : "name its type, such as " + step.name()
                                        + FhirType.capital(element.types().get(0)));
            }
            slot = slots.element(slot, element, elementType, step.label());
            if (slot.isShared() || slot.isJoined()) {
                if (step.star()) {
                    throw new UnknownException(
                            "'" + step.name() + "[" + step.label()
                                    + "]' is one element for each run, so it cannot have a *",
                            "");
                }
            } else if (element.list()) {
                outermost = outermost == null ? slot : outermost;
                starred = step.star() ? slot : starred;
            } else if (step.star()) {
                throw new UnknownException("'" + step.name() + "' holds one value, so it cannot have a *", "");
            }
            if (step.inner() != null) {
                refer(step, element, step.inner());
            }
        }

        private void refer(Step step, FhirElement element, TargetPath inner) throws UnknownException {
            String target = resource(inner.resource());
            if (!slot.type().equals("Reference")) {
                throw new UnknownException("'" + step.name() + "' is no reference", "leave the brackets away");
            }
            if (!element.targets().isEmpty() && !element.targets().contains(target)) {
                throw new UnknownException(
                        "'" + step.name() + "' cannot refer to " + target,
                        "it may refer to " + String.join(", ", element.targets()));
            }
            slot = slots.referenced(slot, target, inner.resourceLabel());
            steps(inner.steps());
        }

        private static @Nullable String choice(FhirElement element, String name) {
            for (String type : element.types()) {
                if (name.equals(element.name() + FhirType.capital(type))) {
                    return type;
                }
            }
            return null;
        }
    }
}
