package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import dev.tributary.mapping.LineageEntry.Kind;
import dev.tributary.mapping.MappingIssue;
import dev.tributary.vocabulary.CodeLine;
import dev.tributary.vocabulary.CodeMap;
import dev.tributary.vocabulary.NamingTable;
import dev.tributary.vocabulary.Translation;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** Translates codes by code tables and keeps the originals; docs/mapping-language.md §8. */
final class Translator {

    private final Run run;
    private final NamingTable naming;

    Translator(Run run, NamingTable naming) {
        this.run = run;
        this.naming = naming;
    }

    /**
     * A code as sent.
     *
     * @param code the code
     * @param text its text, may be empty
     * @param system name of its coding system, may be empty
     */
    record Coded(String code, String text, String system) {}

    /**
     * What a table says.
     *
     * @param code to write; empty if none
     * @param lineFound of the table; null if there is none
     * @param isUnmapped whether it is a work item
     */
    record Outcome(String code, @Nullable CodeLine lineFound, boolean isUnmapped) {

        String line() {
            return lineFound == null ? "" : lineFound.place();
        }
    }

    /** @return the triplet of a coded value that holds a code: the first (.1 to .3) or the alternate (.4 to .6) */
    static Coded coded(@Nullable Part part, String text) {
        if (part == null) {
            return new Coded(text, "", "");
        }
        String alternate = Conversions.piece(part, 4);
        if (!alternate.isEmpty()
                && alternate.equals(text)
                && !Conversions.piece(part, 1).equals(text)) {
            return alternate(part);
        }
        return new Coded(text.strip(), Conversions.piece(part, 2), Conversions.piece(part, 3));
    }

    private static Coded alternate(Part part) {
        return new Coded(Conversions.piece(part, 4), Conversions.piece(part, 5), Conversions.piece(part, 6));
    }

    Outcome look(CodeMap map, Coded coded) {
        boolean known = naming.isKnownCodeSystem(coded.system());
        Translation translation = map.translate(coded.code(), coded.system(), known, run.day());
        if (translation instanceof Translation.Mapped mapped) {
            return new Outcome(mapped.line().targetCode(), mapped.line(), false);
        }
        if (translation instanceof Translation.NoCounterpart none) {
            return new Outcome("", none.line(), false);
        }
        CodeLine fallback = ((Translation.Unmapped) translation).fallback();
        return new Outcome(fallback == null ? "" : fallback.targetCode(), fallback, true);
    }

    void unmapped(Frame frame, RowPlan row, CodeMap map, Coded coded, @Nullable Part part) {
        run.issue(
                MappingIssue.Kind.CODE_UNMAPPED,
                frame,
                part,
                row.id(),
                "the code has no line in " + map.name(),
                new MappingIssue.UnmappedCode(map.name(), coded.code(), coded.text(), coded.system()));
    }

    /** Puts the translation first in a concept, or in place of a coding. */
    void translate(Frame frame, RowPlan row, CodeMap map, Part part, Base root) {
        Coded coded = new Coded(Conversions.piece(part, 1), Conversions.piece(part, 2), Conversions.piece(part, 3));
        if (coded.code().isEmpty()) {
            coded = alternate(part);
        }
        if (coded.code().isEmpty()) {
            return;
        }
        Outcome outcome = look(map, coded);
        if (outcome.isUnmapped()) {
            Coded alternate = alternate(part);
            Outcome second = alternate.code().isEmpty() ? outcome : look(map, alternate);
            if (!second.isUnmapped()) {
                outcome = second;
                coded = alternate;
            } else if (!naming.isKnownCodeSystem(coded.system())) {
                unmapped(frame, row, map, coded, part);
            }
        }
        if (root instanceof CodeableConcept concept) {
            into(frame, row, part, concept, coded, outcome);
        } else if (root instanceof Coding coding) {
            into(frame, row, part, coding, coded, outcome);
        }
    }

    private void into(Frame frame, RowPlan row, Part part, CodeableConcept concept, Coded coded, Outcome outcome) {
        CodeLine line = outcome.lineFound();
        if (line == null) {
            return;
        }
        // a line that is added tomorrow must not make another resource of what was sent again
        run.sent().computeIfAbsent(concept, Identities::text);
        if (!outcome.isUnmapped() && coded.system().isEmpty() && !line.system().isEmpty()) {
            String system = naming.codeSystem(line.system(), run.profile().namespace());
            for (Coding each : concept.getCoding()) {
                if (!each.hasSystem() && coded.code().equals(each.getCode())) {
                    each.setSystem(system);
                    note(Kind.CONSTANT, frame, row, part, each.getSystemElement(), line);
                }
            }
        }
        if (outcome.code().isEmpty() || hasCoding(concept.getCoding(), line)) {
            return;
        }
        Coding translated = new Coding();
        fill(translated, line);
        note(Kind.MAPPED, frame, row, part, translated.getCodeElement(), line);
        noteConstants(frame, row, part, translated, line);
        concept.getCoding().add(0, translated);
    }

    private void into(Frame frame, RowPlan row, Part part, Coding coding, Coded coded, Outcome outcome) {
        CodeLine line = outcome.lineFound();
        if (line == null || outcome.code().isEmpty()) {
            return;
        }
        boolean same = outcome.code().equals(coded.code());
        coding.getCodeElement().setValueAsString(line.targetCode());
        coding.setSystem(line.targetSystem().isEmpty() ? null : line.targetSystem());
        coding.setDisplay(line.targetDisplay().isEmpty() ? null : line.targetDisplay());
        coding.setVersion(null);
        note(Kind.MAPPED, frame, row, part, coding.getCodeElement(), line);
        noteConstants(frame, row, part, coding, line);
        if (row.keepOriginal() && (!same || !coded.text().isEmpty())) {
            StringType original = Originals.keep(coding, part.wholeText());
            if (original != null && run.trace() != null) {
                run.trace().note(Kind.MAPPED, frame.at(), part, true, row.id(), original, line.place());
            }
        }
    }

    private static void fill(Coding coding, CodeLine line) {
        if (!line.targetSystem().isEmpty()) {
            coding.setSystem(line.targetSystem());
        }
        coding.setCode(line.targetCode());
        if (!line.targetDisplay().isEmpty()) {
            coding.setDisplay(line.targetDisplay());
        }
    }

    private static boolean hasCoding(List<Coding> codings, CodeLine line) {
        for (Coding each : codings) {
            boolean sameSystem = line.targetSystem().equals(each.hasSystem() ? each.getSystem() : "");
            if (sameSystem && line.targetCode().equals(each.getCode())) {
                return true;
            }
        }
        return false;
    }

    private void noteConstants(Frame frame, RowPlan row, Part part, Coding coding, CodeLine line) {
        if (coding.hasSystem()) {
            note(Kind.CONSTANT, frame, row, part, coding.getSystemElement(), line);
        }
        if (coding.hasDisplay()) {
            note(Kind.CONSTANT, frame, row, part, coding.getDisplayElement(), line);
        }
    }

    private void note(Kind kind, Frame frame, RowPlan row, Part part, Base element, CodeLine line) {
        if (run.trace() != null) {
            run.trace().note(kind, frame.at(), part, false, row.id(), element, line.place());
        }
    }
}
