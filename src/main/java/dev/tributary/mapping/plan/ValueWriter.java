package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import dev.tributary.mapping.LineageEntry.Kind;
import dev.tributary.mapping.MappingIssue;
import dev.tributary.mapping.fhir.FhirElement.ChoiceTakenException;
import dev.tributary.mapping.fhir.FhirValues;
import dev.tributary.vocabulary.CodeMap;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Writes values into primitive elements. The first value wins; what cannot be written is kept beside, and told. */
final class ValueWriter {

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
        Source source = new Source(frame, row, part, kind, as != null && as.readsAll() || row.undivided());
        Place place = new Place(at, slot, repeated, writing.pivot());
        if (code == null) {
            plain(place, source, text, as, "");
        } else {
            coded(place, source, code, keep, coded == null ? part : coded, text);
        }
    }

    /** Writes a constant of a link. */
    void constant(Frame frame, Slot slot, int repetition, int pivot, String value) {
        Base base = frame.obtain(slot, repetition, pivot);
        if (base instanceof PrimitiveType<?> primitive && !primitive.hasValue()) {
            primitive.setValueAsString(value);
        }
    }

    /** Where a value comes from. */
    private record Source(
            Frame frame, RowPlan row, @Nullable Part part, Kind kind, boolean all) {}

    /** Where a value goes. */
    private record Place(Frame frame, Slot slot, int repetition, int pivot) {

        Base obtain() {
            return frame.obtain(slot, repetition, pivot);
        }
    }

    private static boolean isRoot(@Nullable Slot slot) {
        return slot != null && slot.kind() == Slot.Kind.ROOT;
    }

    private @Nullable PrimitiveType<?> plain(
            Place place, Source source, String text, @Nullable Conversion as, String codeLine) {
        String value = value(place, text, as);
        try {
            if (!(place.obtain() instanceof PrimitiveType<?> primitive)) {
                return null;
            }
            if (value == null) {
                invalid(place, primitive, source, text);
                return primitive;
            }
            if (primitive.hasValue()) {
                if (!value.equals(primitive.getValueAsString())) {
                    notCarried(source);
                    return null;
                }
            } else {
                primitive.setValueAsString(value);
            }
            note(source, primitive, codeLine);
            return primitive;
        } catch (ChoiceTakenException e) {
            notCarried(source);
        } catch (FHIRException | IllegalArgumentException | ca.uhn.fhir.parser.DataFormatException e) {
            if (place.obtain() instanceof PrimitiveType<?> primitive) {
                invalid(place, primitive, source, text);
            }
        }
        return null;
    }

    private @Nullable String value(Place place, String text, @Nullable Conversion as) {
        String type = place.slot().type();
        if (as == Conversion.PLUS_MINUTES) {
            return Durations.end(place.frame(), place.slot(), place.repetition(), place.pivot(), text);
        }
        boolean encoded = as == Conversion.BASE64 || as == Conversion.HEX;
        return encoded ? text : FhirValues.of(text, type, run.profile().zone());
    }

    private void coded(Place place, Source source, CodeMap code, boolean keep, @Nullable Part part, String text) {
        Translator.Coded original = Translator.coded(part, text);
        Translator.Outcome outcome = translator.look(code, original);
        if (outcome.isUnmapped()) {
            translator.unmapped(source.frame(), source.row(), code, original, part);
        }
        if (outcome.code().isEmpty()) {
            if (place.obtain() instanceof PrimitiveType<?> empty && !empty.hasValue()) {
                keep(place, empty, source, part, text, outcome.line());
            }
            return;
        }
        PrimitiveType<?> primitive = plain(place, source, outcome.code(), null, outcome.line());
        boolean same =
                outcome.code().equals(original.code()) || place.slot().type().equals("boolean");
        if (primitive != null && keep && !same) {
            keep(place, primitive, source, part, text, outcome.line());
        }
    }

    // the value itself stays, as text, so that a person can see it
    private void invalid(Place place, PrimitiveType<?> primitive, Source source, String text) {
        String detail = "not a " + primitive.fhirType();
        run.issue(
                MappingIssue.Kind.VALUE_INVALID,
                source.frame(),
                source.part(),
                source.row().id(),
                detail,
                null);
        if (!primitive.hasValue()) {
            keep(place, primitive, source, source.part(), text, "");
        }
    }

    // an element whose codes R4 fixes may not be without one: then its parent keeps the original
    private void keep(
            Place place, PrimitiveType<?> primitive, Source source, @Nullable Part part, String text, String codeLine) {
        String whole = part == null ? text : part.wholeText();
        String kept = FhirValues.of(whole, "string", run.profile().zone());
        if (kept == null) {
            return;
        }
        Slot parent = place.slot().parent();
        boolean fixed = primitive instanceof Enumeration<?> && !primitive.hasValue() && parent != null;
        Base holder =
                fixed && parent != null ? place.frame().obtain(parent, place.repetition(), place.pivot()) : primitive;
        StringType original = Originals.keep(holder, kept);
        if (original != null && run.trace() != null) {
            Occurrence at = source.frame().at();
            run.trace().note(Kind.MAPPED, at, part, true, source.row().id(), original, codeLine);
        }
    }

    private void notCarried(Source source) {
        if (source.kind() == Kind.CONSTANT) {
            return;
        }
        String detail = "the element has another value already";
        run.issue(
                MappingIssue.Kind.NOT_CARRIED,
                source.frame(),
                source.part(),
                source.row().id(),
                detail,
                null);
    }

    private void note(Source source, Base element, String codeLine) {
        Trace trace = run.trace();
        if (trace == null) {
            return;
        }
        Occurrence at = source.frame().at();
        String row = source.row().id();
        trace.note(source.kind(), at, source.part(), source.all(), row, element, codeLine);
        for (Part part : alsoFrom) {
            trace.note(source.kind(), at, part, false, row, element, codeLine);
        }
    }
}
