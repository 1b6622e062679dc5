package dev.tributary.mapping.plan;

import dev.tributary.base.NearestWord;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.Written;
import dev.tributary.mapping.plan.Condition.Operand;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks sources against HL7's definitions and finds their types. */
final class SourceCheck {

    private static final V2Definitions DEFINITIONS = V2Definitions.shipped();

    private final TableCompiler compiler;
    private final String file;
    private final int line;

    SourceCheck(TableCompiler compiler, String file, int line) {
        this.compiler = compiler;
        this.file = file;
        this.line = line;
    }

    /** @return the v2 type of a source; {@code varies} where another field tells it or nobody knows */
    String type(SourceRef ref, String written, @Nullable MappingDocument document) {
        String type;
        if (ref.field() > 0) {
            type = field(ref, written, document);
        } else if (ref.component() > 0) {
            type = component(ref.owner(), ref.component(), written);
            return ref.subcomponent() > 0 ? component(type, ref.subcomponent(), written) : type;
        } else {
            return ref.owner();
        }
        if (ref.component() > 0) {
            type = component(type, ref.component(), written);
        }
        return ref.subcomponent() > 0 ? component(type, ref.subcomponent(), written) : type;
    }

    void condition(Condition condition, String tableSource) {
        if (condition instanceof Condition.And and) {
            and.parts().forEach(part -> condition(part, tableSource));
        } else if (condition instanceof Condition.Or or) {
            or.parts().forEach(part -> condition(part, tableSource));
        } else if (condition instanceof Condition.Not not) {
            condition(not.part(), tableSource);
        } else if (condition instanceof Condition.Valued valued) {
            operand(valued.operand());
        } else if (condition instanceof Condition.In in) {
            operand(in.operand());
            in.values().forEach(this::operand);
        } else if (condition instanceof Condition.Size size) {
            operand(size.operand());
        } else if (condition instanceof Condition.StartsWith starts) {
            operand(starts.operand());
        } else if (condition instanceof Condition.IsNumber number) {
            operand(number.operand());
        } else if (condition instanceof Condition.IsDate date) {
            operand(date.operand());
        }
    }

    private void operand(Operand operand) {
        if (operand instanceof Operand.Source source && !source.ref().isWhole()) {
            type(source.ref(), source.text(), null);
        }
    }

    private String field(SourceRef ref, String written, @Nullable MappingDocument document) {
        Map<Integer, String> fields = DEFINITIONS.segment(ref.owner());
        Written own = document == null ? null : document.fields().get(ref.owner() + "-" + ref.field());
        if (own != null) {
            return own.text();
        }
        if (fields == null) {
            boolean declared = ref.owner().startsWith("Z");
            if (!declared || (document != null && !document.fields().isEmpty())) {
                String cure = declared
                        ? "declare it under fields:"
                        : NearestWord.cure(ref.owner(), DEFINITIONS.segmentNames());
                problem("'" + written + "': there is no such " + (declared ? "field" : "segment"), cure);
            }
            return V2Definitions.VARIES;
        }
        String type = fields.get(ref.field());
        if (type == null) {
            problem("'" + written + "': " + ref.owner() + " has " + fields.size() + " fields", "see HL7 v2");
            return V2Definitions.VARIES;
        }
        return type.isEmpty() ? V2Definitions.VARIES : type;
    }

    private String component(String type, int number, String written) {
        if (type.equals(V2Definitions.VARIES)) {
            return V2Definitions.VARIES;
        }
        Map<Integer, String> components = DEFINITIONS.type(type);
        if (components == null) {
            problem("'" + written + "': HL7 has no data type '" + type + "'", "");
            return V2Definitions.VARIES;
        }
        String found = components.get(number);
        if (found == null && !(components.isEmpty() && number == 1)) {
            // a sender of another version may use a component more: only what no version has is a mistake
            problem(
                    "'" + written + "': " + type + " has " + Math.max(1, components.size()) + " components",
                    "see HL7 v2");
            return V2Definitions.VARIES;
        }
        return found == null ? type : found.isEmpty() ? V2Definitions.VARIES : found;
    }

    private void problem(String what, String cure) {
        compiler.problems().add(file, line, what, cure);
    }
}
