package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import dev.tributary.mapping.MappingIssue;
import dev.tributary.mapping.plan.RowPlan.Action;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says which element {@code ""} in a field deletes: docs/mapping-language.md §9. */
final class Deletions {

    private static final String QUANTITY = "Quantity";
    private static final String NUMBER = "value";

    private Deletions() {}

    static void note(Run run, Frame frame, RowPlan row, Part part) {
        Slot target = row.target();
        if (target == null || row.action() instanceof Action.Constant) {
            return;
        }
        TablePlan table = frame.table();
        ResourceInstance resource = frame.holder();
        String path = table == null || frame.source() != null || resource == null ? null : path(table, target);
        if (path == null || resource == null) {
            String detail = "what \"\" is to delete cannot be told from other elements of the list";
            run.issue(MappingIssue.Kind.DELETION_AMBIGUOUS, frame, part, row.id(), detail, null);
            return;
        }
        Set<String> parts = row.action() instanceof Action.Use use ? unitOnly(use.table()) : Set.of();
        if (parts.isEmpty()) {
            run.delete(resource, resource.type() + "." + path, frame, row, part);
        }
        for (String each : parts) {
            run.delete(resource, resource.type() + "." + path + "." + each, frame, row, part);
        }
    }

    // a field that gives a quantity its unit, as OBX-6, deletes the unit: the number is another field's
    private static Set<String> unitOnly(TablePlan table) {
        Set<String> filled = new LinkedHashSet<>();
        for (RowPlan row : table.rows()) {
            Slot slot = row.target();
            while (slot != null && slot.depth() > 1) {
                slot = slot.parent();
            }
            if (slot != null && slot.element() != null) {
                filled.add(slot.element().name());
            }
        }
        return table.targetType().equals(QUANTITY) && !filled.contains(NUMBER) ? filled : Set.of();
    }

    // the number of a choice goes with its unit, and with it what the choice held if it was none
    private static Slot whole(Slot target) {
        Slot parent = target.parent();
        boolean number = parent != null
                && parent.type().equals(QUANTITY)
                && parent.element() != null
                && parent.element().choice()
                && target.element() != null
                && target.element().name().equals(NUMBER);
        return parent != null && number ? parent : target;
    }

    private static @Nullable String path(TablePlan table, Slot target) {
        List<String> steps = new ArrayList<>();
        for (Slot slot = whole(target); slot.kind() != Slot.Kind.ROOT; ) {
            Slot parent = slot.parent();
            if (parent == null) {
                return null;
            }
            if (slot.kind() == Slot.Kind.ELEMENT) {
                String step = step(table, slot, target);
                if (step == null) {
                    return null;
                }
                steps.add(0, step);
            } else {
                // what is referred to stays: the reference to it goes
                steps.clear();
            }
            slot = parent;
        }
        return steps.isEmpty() ? null : shortened(steps);
    }

    // an extension goes as a whole, not its value alone
    private static String shortened(List<String> steps) {
        int end = steps.size();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).startsWith("extension.where")) {
                end = i + 1;
            }
        }
        return String.join(".", steps.subList(0, end));
    }

    private static @Nullable String step(TablePlan table, Slot slot, Slot target) {
        String name = slot.element() == null ? "" : slot.element().name();
        if (slot.element() == null || !slot.element().list()) {
            return name;
        }
        // also where the table makes only one kind: others fill the same list, as PV2-13 and PV1-7
        String by = whatTellsApart(table, slot);
        if (by != null) {
            return name + ".where(" + by + ")";
        }
        boolean alone = table.rows().stream().noneMatch(row -> fillsSibling(row.target(), slot));
        if (alone && !name.equals("extension")) {
            return name;
        }
        // PID-11 makes the addresses, PID-12 only adds to one: the list is the field's own
        boolean only = slot == target && table.rows().stream().noneMatch(row -> isSibling(row.target(), slot));
        return only ? name : null;
    }

    // use, url, or deeper: type.coding.code; what stands nearest to the item tells most
    private static @Nullable String whatTellsApart(TablePlan table, Slot slot) {
        String by = null;
        int depth = Integer.MAX_VALUE;
        for (RowPlan row : table.rows()) {
            Slot filled = row.target();
            if (!(row.action() instanceof Action.Constant constant) || filled == null) {
                continue;
            }
            String path = pathBelow(slot, filled);
            boolean tells = path != null
                    && (filled.parent() == slot || path.endsWith("code"))
                    && filled.depth() < depth
                    && !constant.value().contains("'");
            if (tells) {
                by = path + "='" + constant.value() + "'";
                depth = filled.depth();
            }
        }
        return by;
    }

    private static @Nullable String pathBelow(Slot slot, Slot filled) {
        StringBuilder path = new StringBuilder();
        for (Slot each = filled; each != slot; ) {
            Slot parent = each.parent();
            if (parent == null || each.kind() != Slot.Kind.ELEMENT || each.element() == null) {
                return null;
            }
            path.insert(
                    0, path.isEmpty() ? each.element().name() : each.element().name() + ".");
            each = parent;
        }
        return path.toString();
    }

    private static boolean fillsSibling(@Nullable Slot target, Slot slot) {
        for (Slot each = target; each != null; each = each.parent()) {
            if (isSibling(each, slot)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSibling(@Nullable Slot one, Slot slot) {
        return one != null
                && one != slot
                && one.parent() == slot.parent()
                && slot.element() != null
                && slot.element().equals(one.element());
    }
}
