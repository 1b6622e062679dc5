package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import dev.tributary.mapping.LineageEntry.Kind;
import dev.tributary.mapping.MappingIssue;
import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirElement.ChoiceTakenException;
import dev.tributary.mapping.fhir.FhirValues;
import dev.tributary.vocabulary.CodeMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Writes values into primitive elements. The first value wins; what cannot be written is kept beside, and told. */
final class ValueWriter {

    private static final FhirValues.Form STRING = FhirValues.form("string");

    private final Run run;
    private final Translator translator;
    private final List<Part> alsoFrom = new ArrayList<>(4);

    ValueWriter(Run run, Translator translator) {
        this.run = run;
        this.translator = translator;
    }

    /** The value written next comes from this part as well. */
    void alsoFrom(Part part) {
        alsoFrom.add(part);
    }

    void alsoFromNothing() {
        alsoFrom.clear();
    }

    /**
     * Writes what a row has found.
     *
     * @param part the source; null for the whole segment
     * @param text to write
     * @param kind whether it is a value or a constant
     * @param as how it was converted; null if it is as in the message
     */
    void write(
            Frame frame,
            RowPlan row,
            int repetition,
            @Nullable Part part,
            String text,
            Kind kind,
            @Nullable Conversion as) {
        // a table of a primitive writes where its caller writes
        Frame at = frame;
        RowPlan writing = row;
        int repeated = repetition;
        CodeMap code = kind == Kind.CONSTANT ? null : row.code();
        boolean keep = row.keepOriginal();
        Part coded = part;
        while (isRoot(writing.target()) && at.caller() != null && at.callerRow() != null) {
            Part value = at.source();
            writing = at.callerRow();
            repeated = at.callerRepetition();
            at = at.caller();
            if (code == null && kind != Kind.CONSTANT && writing.code() != null) {
                code = writing.code();
                keep = writing.keepOriginal();
                coded = value;
            }
        }
        Slot slot = writing.target();
        if (slot == null) {
            return;
        }
        boolean all = as != null && as.readsAll() || row.undivided();
        Value target = new Value(frame, row, part, kind, all, at, slot, repeated, writing.pivot());
        if (code == null) {
            plain(target, text, as, "");
        } else {
            coded(target, code, keep, coded == null ? part : coded, text);
        }
    }

    /** Writes a constant of a link. */
    void constant(Frame frame, Slot slot, int repetition, int pivot, String value, String row) {
        Base base = frame.obtain(slot, repetition, pivot);
        if (base instanceof PrimitiveType<?> primitive && !primitive.hasValue()) {
            primitive.setValueAsString(value);
            if (run.trace() != null) {
                run.trace().note(Kind.CONSTANT, frame.at(), null, false, row, primitive, "");
            }
        }
    }

    /** A value's source, a part of which a row of a frame has read; and its place, a slot of the same or a calling frame. */
    private record Value(
            Frame from,
            RowPlan row,
            @Nullable Part part,
            Kind kind,
            boolean all,
            Frame to,
            Slot slot,
            int repetition,
            int pivot) {

        Base obtain() {
            return to.obtain(slot, repetition, pivot);
        }
    }

    private static boolean isRoot(@Nullable Slot slot) {
        return slot != null && slot.kind() == Slot.Kind.ROOT;
    }

    private @Nullable PrimitiveType<?> plain(Value target, String text, @Nullable Conversion as, String codeLine) {
        String value = value(target, text, as);
        try {
            if (!(target.obtain() instanceof PrimitiveType<?> primitive)) {
                return null;
            }
            if (value == null) {
                invalid(target, primitive, text);
                return primitive;
            }
            if (as == Conversion.LINES && primitive instanceof Base64BinaryType document && document.hasValue()) {
                run.joined().line(document, text);
                note(target, primitive, codeLine);
                return primitive;
            }
            String there = primitive.getValueAsString();
            if (as == Conversion.LINES && there != null) {
                if (!there.lines().toList().containsAll(value.lines().toList())) {
                    set(primitive, there + "\n" + value);
                }
            } else if (primitive.hasValue()) {
                if (!value.equals(there)) {
                    notCarried(target);
                    return null;
                }
            } else {
                set(primitive, value);
            }
            note(target, primitive, codeLine);
            return primitive;
        } catch (ChoiceTakenException e) {
            notCarried(target);
        } catch (FHIRException | IllegalArgumentException | ca.uhn.fhir.parser.DataFormatException e) {
            if (target.obtain() instanceof PrimitiveType<?> primitive) {
                invalid(target, primitive, text);
            }
        }
        return null;
    }

    private static void set(PrimitiveType<?> primitive, String value) {
        if (primitive instanceof Base64BinaryType binary) {
            // given a text, the model's class decodes it twice and encodes it again: a document may have fifty
            // megabytes
            binary.setValue(Base64.getDecoder().decode(value));
        } else {
            primitive.setValueAsString(value);
        }
    }

    private @Nullable String value(Value target, String text, @Nullable Conversion as) {
        if (as == Conversion.PLUS_MINUTES) {
            return Durations.end(target.to(), target.slot(), target.repetition(), target.pivot(), text);
        }
        boolean encoded = as == Conversion.BASE64 || as == Conversion.HEX;
        return encoded ? text : target.slot().form().of(text, run.profile().zone());
    }

    private void coded(Value target, CodeMap code, boolean keep, @Nullable Part part, String text) {
        Translator.Coded original = Translator.coded(part, text);
        Translator.Outcome outcome = translator.look(code, original);
        if (outcome.isUnmapped()) {
            translator.unmapped(target.from(), target.row(), code, original, part);
        }
        if (outcome.code().isEmpty()) {
            if (target.obtain() instanceof PrimitiveType<?> empty && !empty.hasValue()) {
                keep(target, empty, part, text, outcome.line());
            }
            return;
        }
        if (isHomeOfOrganization(target, outcome.code())) {
            String detail = "an organization is at no home (R4, org-2 and org-3)";
            run.issue(
                    MappingIssue.Kind.VALUE_INVALID,
                    target.from(),
                    part,
                    target.row().id(),
                    detail,
                    null);
            if (target.obtain() instanceof PrimitiveType<?> empty && !empty.hasValue()) {
                keep(target, empty, part, text, outcome.line());
            }
            return;
        }
        PrimitiveType<?> primitive = plain(target, outcome.code(), null, outcome.line());
        boolean same =
                outcome.code().equals(original.code()) || target.slot().type().equals("boolean");
        if (primitive != null && keep && !same) {
            keep(target, primitive, part, text, outcome.line());
        }
    }

    // whichever table it is that an address or a number of an organization is filled by
    private static boolean isHomeOfOrganization(Value target, String code) {
        FhirElement element = target.slot().element();
        return code.equals("home")
                && element != null
                && element.name().equals("use")
                && target.to().typeAround(target.slot()).equals("Organization");
    }

    // the value itself stays, as text, so that a person can see it
    private void invalid(Value target, PrimitiveType<?> primitive, String text) {
        String detail = "not a " + primitive.fhirType();
        run.issue(
                MappingIssue.Kind.VALUE_INVALID,
                target.from(),
                target.part(),
                target.row().id(),
                detail,
                null);
        if (!primitive.hasValue()) {
            keep(target, primitive, target.part(), text, "");
        }
    }

    // an element whose codes R4 fixes may not be without one: then its parent keeps the original
    private void keep(Value target, PrimitiveType<?> primitive, @Nullable Part part, String text, String codeLine) {
        String whole = part == null ? text : part.wholeText();
        String kept = STRING.of(whole, run.profile().zone());
        if (kept == null) {
            return;
        }
        Slot parent = target.slot().parent();
        boolean fixed = primitive instanceof Enumeration<?> && !primitive.hasValue() && parent != null;
        Base holder =
                fixed && parent != null ? target.to().obtain(parent, target.repetition(), target.pivot()) : primitive;
        StringType original = Originals.keep(holder, kept);
        if (original != null && run.trace() != null) {
            Occurrence at = target.from().at();
            run.trace().note(Kind.MAPPED, at, part, true, target.row().id(), original, codeLine);
        }
    }

    private void notCarried(Value target) {
        if (target.kind() == Kind.CONSTANT) {
            return;
        }
        String detail = "the element has another value already";
        run.issue(
                MappingIssue.Kind.NOT_CARRIED,
                target.from(),
                target.part(),
                target.row().id(),
                detail,
                null);
    }

    private void note(Value target, Base element, String codeLine) {
        Trace trace = run.trace();
        if (trace == null) {
            return;
        }
        Occurrence at = target.from().at();
        String row = target.row().id();
        trace.note(target.kind(), at, target.part(), target.all(), row, element, codeLine);
        for (Part part : alsoFrom) {
            trace.note(target.kind(), at, part, false, row, element, codeLine);
        }
    }
}
