package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.List;

/** Writes the assigning authority (CX.4) into identifiers that name none, in PID-3 and MRG-1 unless told otherwise. */
record DefaultAuthority(String authority, List<FieldPath> fields) implements Step {

    static final String NAME = "default-authority";
    static final String EXAMPLE = "default-authority HOSP^1.2.840.99^ISO PID-3 MRG-1";
    private static final int ASSIGNING_AUTHORITY = 4;

    static Step of(Arguments arguments) {
        arguments.mustHave(1, 9, EXAMPLE);
        List<FieldPath> fields = arguments.paths(1);
        if (Arguments.isPath(arguments.word(0)) || fields.stream().anyMatch(field -> field.component() > 0)) {
            throw arguments.wrong("takes an authority and then whole fields", EXAMPLE);
        }
        return new DefaultAuthority(
                arguments.word(0), fields.isEmpty() ? List.of(FieldPath.of("PID", 3), FieldPath.of("MRG", 1)) : fields);
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        char inner = message.separators().subcomponent();
        // without a separator for subcomponents only the name can be said
        String asHd = inner == '\0' ? authority.replaceAll("\\^.*", "") : authority.replace('^', inner);
        for (FieldPath field : fields) {
            for (FieldPath place : Places.of(message, field)) {
                FieldPath number = at(place, 1);
                FieldPath named = at(place, ASSIGNING_AUTHORITY);
                if (Places.isValued(message.raw(number)) && message.raw(named).isBlank() && message.set(named, asHd)) {
                    changes.add(new Change(NAME, named, null));
                }
            }
        }
    }

    private static FieldPath at(FieldPath place, int component) {
        return new FieldPath(place.segment(), place.occurrence(), place.field(), place.repetition(), component, 0);
    }
}
