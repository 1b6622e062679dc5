package dev.tributary.mapping.plan;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.Row;
import dev.tributary.mapping.document.RowKey;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.document.TableName;
import dev.tributary.mapping.document.Written;
import dev.tributary.mapping.fhir.FhirModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Resolves segment and data type tables. One per plan; data type tables are shared within it. */
final class TableCompiler {

    private final Tables tables;
    private final Problems problems;
    private final boolean deferring;
    private final Map<String, TablePlan> datatypes = new HashMap<>();

    /**
     * @param deferring whether what a message needs is resolved when the first one does, and mistakes are thrown then;
     *     else all of it now
     */
    TableCompiler(Tables tables, Problems problems, boolean deferring) {
        this.tables = tables;
        this.problems = problems;
        this.deferring = deferring;
    }

    boolean isDeferring() {
        return deferring;
    }

    /** @return what was left for later, resolved by one thread at a time; throws the mistakes that come to light */
    synchronized <T> T nowResolved(Supplier<Optional<T>> later) {
        Optional<T> resolved = later.get();
        problems.throwIfAny();
        return resolved.orElseThrow(() -> new IllegalStateException("what cannot be resolved is told as a problem"));
    }

    Tables tables() {
        return tables;
    }

    Problems problems() {
        return problems;
    }

    /** @return the plan of a data type table; null, without a problem, if there is no such table */
    @Nullable
    TablePlan datatype(String name) {
        TablePlan known = datatypes.get(name);
        if (known != null) {
            return known;
        }
        MappingDocument document = tables.table(TableKind.DATATYPE, name);
        return document == null ? null : compile(document);
    }

    /** @return a new plan of a segment table, for one row of a message table; null if there is none, without a problem */
    @Nullable
    TablePlan segment(String name) {
        MappingDocument document = tables.table(TableKind.SEGMENT, name);
        return document == null ? null : compile(document);
    }

    /** @return a segment table without its rows, for who checks what uses it; null if there is none */
    @Nullable
    TablePlan head(String name) {
        MappingDocument document = tables.table(TableKind.SEGMENT, name);
        return document == null ? null : head(document);
    }

    /** @return the plan of a table as written */
    TablePlan compile(MappingDocument document) {
        TablePlan plan = head(document);
        if (document.kind() == TableKind.DATATYPE) {
            // before its rows: a table may use itself
            datatypes.put(document.name(), plan);
        }
        plan.setKey(
                new KeyReader(document.file(), problems, !deferring).alternatives(plan.targetType(), document.key()));
        Set<String> ids = new HashSet<>();
        for (Row row : document.rows()) {
            if (!ids.add(row.localId())) {
                problems.add(
                        row.file(),
                        row.line(),
                        "the row id '" + row.localId() + "' stands above already",
                        "give this row an id of its own: id: " + row.localId() + "/second");
            }
            if (!row.isOverruled()) {
                RowPlan compiled = new RowCompiler(this, document, plan, row).compile();
                if (compiled != null) {
                    plan.add(compiled);
                }
            }
        }
        return plan;
    }

    private TablePlan head(MappingDocument document) {
        String target = document.target();
        if (FhirModel.type(target) == null) {
            problems.add(
                    document.file(),
                    document.line(),
                    "R4 has no type '" + target + "'",
                    NearestWord.cure(target, FhirModel.resourceNames()));
            target = document.kind() == TableKind.SEGMENT ? "Basic" : "string";
        }
        boolean resource = FhirModel.isResource(target);
        if (document.kind() == TableKind.SEGMENT && !resource) {
            problems.add(document.file(), document.line(), "a segment table fills a resource", "say resource: …");
            target = "Basic";
        }
        return new TablePlan(document.name(), TableName.source(document.name()), target, resource, document.chain());
    }

    /** @return the condition of a row, compiled; with a problem and never holding if it is none */
    Test condition(Row row, String tableSource, int field) {
        Written when = row.get(RowKey.WHEN);
        if (when == null) {
            return Test.ALWAYS;
        }
        try {
            Condition condition = ConditionParser.parse(when.text());
            new SourceCheck(this, row.file(), when.line()).condition(condition, tableSource);
            return new Tests(tableSource, field).ofBoth(condition);
        } catch (ConditionParser.SyntaxException e) {
            problems.add(
                    row.file(),
                    when.line(),
                    "the condition goes wrong at column " + (when.column() + e.column() - 1) + ": " + e.getMessage(),
                    e.cure());
            return (frame, current) -> false;
        }
    }
}
