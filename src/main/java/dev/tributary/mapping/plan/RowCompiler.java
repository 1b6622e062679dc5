package dev.tributary.mapping.plan;

import dev.tributary.base.NearestWord;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.Row;
import dev.tributary.mapping.document.RowKey;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.document.Written;
import dev.tributary.mapping.fhir.FhirModel;
import dev.tributary.mapping.fhir.FhirType;
import dev.tributary.mapping.fhir.FhirValues;
import dev.tributary.mapping.plan.RowPlan.Action;
import dev.tributary.mapping.plan.RowPlan.LocalLink;
import dev.tributary.mapping.plan.TargetCompiler.Target;
import dev.tributary.vocabulary.CodeMap;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves one row of a segment or data type table. */
final class RowCompiler {

    private static final Set<String> TEXTS = Set.of("ST", "TX", "FT", "GTS", V2Definitions.VARIES);
    private static final Pattern PIECE = Pattern.compile("\\s*(?:\"([^\"]*)\"|([A-Z][A-Z0-9.\\-\\[\\]]*))\\s*(\\+|$)");

    private final TableCompiler compiler;
    private final MappingDocument document;
    private final TablePlan plan;
    private final Row row;

    RowCompiler(TableCompiler compiler, MappingDocument document, TablePlan plan, Row row) {
        this.compiler = compiler;
        this.document = document;
        this.plan = plan;
        this.row = row;
    }

    /** @return whether it is a field of another segment that the table declares as a source of its own */
    private boolean isBorrowed(SourceRef ref) {
        return isSegment() && ref.field() > 0 && document.fields().containsKey(ref.owner() + "-" + ref.field());
    }

    /** @return the row, resolved; null, with problems, if it cannot be */
    @Nullable
    RowPlan compile() {
        Written from = row.get(RowKey.FROM);
        SourceRef ref = from == null ? null : SourceRef.parse(from.text());
        if (from == null || ref == null) {
            problem("the row has no source", "say from: " + plan.source() + (isSegment() ? "-1" : ".1"));
            return null;
        }
        boolean own = ref.owner().equals(plan.source()) || isBorrowed(ref);
        if (!own || (ref.field() > 0) != (isSegment() && !ref.isWhole())) {
            problem(
                    "'" + from.text() + "' is no source of " + document.name(),
                    "write " + plan.source() + (isSegment() ? "-n, or declare it under fields:" : ".n"));
            return null;
        }
        String type = new SourceCheck(compiler, row.file(), from.line()).type(ref, from.text(), document);
        Lookup source = new Lookup(ref, plan.source(), ref.field());
        Test when = compiler.condition(row, plan.source(), ref.field());
        String id = document.name() + "/" + row.localId();
        if (row.has(RowKey.IGNORE)) {
            Action ignore = new Action.Ignore(row.text(RowKey.IGNORE));
            return new RowPlan(id, source, ref.isWhole(), when, null, 0, true, false, ignore, null, false, List.of());
        }
        Target target = target();
        if (target == null) {
            return null;
        }
        boolean whole = ref.isWhole() && (isSegment() || row.has(RowKey.CONST) || row.has(RowKey.ASSIGN));
        Action action = action(type, target.slot());
        CodeMap code = code(target.slot(), action);
        if (action == null) {
            return null;
        }
        return new RowPlan(
                id,
                source,
                whole,
                when,
                target.slot(),
                target.pivot(),
                target.repeats(),
                TEXTS.contains(type),
                action,
                code,
                !row.text(RowKey.ORIGINAL).equals("drop"),
                links());
    }

    private boolean isSegment() {
        return document.kind() == TableKind.SEGMENT;
    }

    private @Nullable Target target() {
        Written to = row.get(RowKey.TO);
        if (to == null) {
            problem("the row has neither to: nor ignore:", "say where the value goes, or why it does not");
            return null;
        }
        return target(to.text(), to.line());
    }

    private @Nullable Target target(String text, int line) {
        try {
            return new TargetCompiler(plan.slots(), !plan.chain().isEmpty()).compile(text);
        } catch (TargetCompiler.UnknownException e) {
            compiler.problems().add(row.file(), line, e.what(), e.cure());
            return null;
        }
    }

    private @Nullable Action action(String type, Slot target) {
        Written constant = row.get(RowKey.CONST);
        Written assign = row.get(RowKey.ASSIGN);
        Written as = row.get(RowKey.AS);
        FhirType targetType = FhirModel.type(target.type());
        boolean primitive = targetType != null && targetType.isPrimitive();
        if (constant != null || assign != null || as != null) {
            if (!primitive) {
                problem(
                        "'" + row.text(RowKey.TO) + "' is a " + target.type() + " and takes no single value",
                        "name an element of it");
                return null;
            }
        }
        if (constant != null) {
            return constant(constant, target);
        }
        if (assign != null) {
            return assign(assign);
        }
        if (as != null) {
            Conversion conversion = Conversion.of(as.text());
            if (conversion == null) {
                problem("unknown conversion '" + as.text() + "'", NearestWord.cure(as.text(), Conversion.words()));
            }
            return new Action.Convert(conversion);
        }
        if (primitive && !row.has(RowKey.USE)) {
            return new Action.Convert(null);
        }
        if (compiler.isDeferring()) {
            return new Action.Use(() -> compiler.nowResolved(() -> Optional.ofNullable(used(type, target, primitive))));
        }
        TablePlan table = used(type, target, primitive);
        return table == null ? null : new Action.Use(() -> table);
    }

    private @Nullable TablePlan used(String type, Slot target, boolean primitive) {
        if (row.has(RowKey.USE)) {
            return named(target, primitive);
        }
        String wanted = type + "[" + target.type() + "]";
        TablePlan table = compiler.datatype(wanted);
        if (table == null) {
            List<String> fitting = compiler.tables().names(TableKind.DATATYPE).stream()
                    .filter(name -> name.contains("[" + target.type()))
                    .toList();
            String near = NearestWord.cure(wanted, fitting);
            problem(
                    "a " + type + " into a " + target.type() + " needs a table, and there is no " + wanted,
                    near.isEmpty() ? "say use: …" : near);
            return null;
        }
        if (table == plan && isWholeToWhole(target)) {
            problem("the row hands its value to its own table", "name an element of " + target.type());
            return null;
        }
        return table;
    }

    // the first component of a primitive is the primitive itself: such a row would never come to an end
    private boolean isWholeToWhole(Slot target) {
        return target.kind() == Slot.Kind.ROOT;
    }

    private @Nullable TablePlan named(Slot target, boolean primitive) {
        Written use = row.get(RowKey.USE);
        String name = use == null ? "" : use.text();
        TablePlan table = compiler.datatype(name);
        if (table == null) {
            problem(
                    "there is no data type table '" + name + "'",
                    NearestWord.cure(name, compiler.tables().names(TableKind.DATATYPE)));
            return null;
        }
        FhirType filled = FhirModel.type(table.targetType());
        boolean fits = table.targetType().equals(target.type())
                || (primitive && filled != null && filled.isPrimitive())
                || (table.targetType().equals("Quantity")
                        && Set.of("Duration", "Age", "Count", "Distance").contains(target.type()));
        if (!fits) {
            problem(
                    name + " fills a " + table.targetType() + ", and '" + row.text(RowKey.TO) + "' is a "
                            + target.type(),
                    FhirModel.isResource(table.targetType())
                            ? "write (" + table.targetType() + ") after the reference"
                            : "");
            return null;
        }
        return table;
    }

    private @Nullable Action constant(Written constant, Slot target) {
        String value = FhirValues.of(constant.text(), target.type(), ZoneOffset.UTC);
        if (value == null && !Map.of("uri", 1, "id", 1).containsKey(target.type())) {
            problem("'" + constant.text() + "' is no " + target.type(), "");
            return null;
        }
        return new Action.Constant(constant.text());
    }

    private @Nullable Action assign(Written assign) {
        List<Object> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(assign.text());
        int at = 0;
        while (at < assign.text().length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                problem(
                        "assign goes wrong at '" + assign.text().substring(at) + "'",
                        "join \"texts\" and sources by +");
                return null;
            }
            if (matcher.group(1) != null) {
                pieces.add(matcher.group(1));
            } else {
                SourceRef ref = SourceRef.parse(matcher.group(2));
                if (ref == null) {
                    problem("'" + matcher.group(2) + "' is no source", "write PID-3.1, CX.4 or a text in quotes");
                    return null;
                }
                new SourceCheck(compiler, row.file(), assign.line()).type(ref, matcher.group(2), document);
                SourceRef own = SourceRef.parse(row.text(RowKey.FROM));
                pieces.add(new Lookup(ref, plan.source(), own == null ? 0 : own.field()));
            }
            at = matcher.end();
        }
        return new Action.Assign(List.copyOf(pieces));
    }

    private @Nullable CodeMap code(Slot target, @Nullable Action action) {
        Written code = row.get(RowKey.CODE);
        if (code == null) {
            return null;
        }
        CodeMap map = compiler.tables().codes(code.text());
        if (map == null) {
            problem(
                    "there is no code table '" + code.text() + "'",
                    NearestWord.cure(code.text(), compiler.tables().codeNames()));
            return null;
        }
        if (action instanceof Action.Constant || action instanceof Action.Assign) {
            problem("a constant is not translated", "leave code: away");
        }
        if (action instanceof Action.Use && !Set.of("CodeableConcept", "Coding").contains(target.type())) {
            FhirType type = FhirModel.type(target.type());
            if (type == null || !type.isPrimitive()) {
                problem("a code table translates into a code, Coding or CodeableConcept, not a " + target.type(), "");
            }
        }
        return map;
    }

    private List<LocalLink> links() {
        List<LocalLink> links = new ArrayList<>();
        for (Written written : row.all(RowKey.LINK)) {
            LinkText text = LinkText.parse(written.text());
            if (text == null) {
                problem("the link '" + written.text() + "' has another form", "write RelatedPerson[1].patient = $this");
                continue;
            }
            Target left = target(text.left(), written.line());
            Slot owner = left == null ? null : owner(left.slot());
            if (left == null || owner == null) {
                continue;
            }
            if (!text.constant().isEmpty()) {
                links.add(new LocalLink(left.slot(), owner, null, text.constant()));
                continue;
            }
            Target right = target(text.right(), written.line());
            if (right != null) {
                if (!left.slot().type().equals("Reference")) {
                    problem("'" + text.left() + "' is no reference", "");
                }
                links.add(new LocalLink(left.slot(), owner, right.slot(), ""));
            }
        }
        return List.copyOf(links);
    }

    private static @Nullable Slot owner(Slot slot) {
        Slot owner = slot;
        while (owner != null && owner.kind() == Slot.Kind.ELEMENT) {
            owner = owner.parent();
        }
        return owner;
    }

    private void problem(String what, String cure) {
        compiler.problems().add(row.file(), row.line(), what, cure);
    }
}
