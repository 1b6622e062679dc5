package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.List;

/** Takes the zeros off the front of numbers that a sender fills up to a width; a zero alone stays. */
record StripLeadingZeros(List<FieldPath> fields) implements Step {

    static final String NAME = "strip-leading-zeros";
    static final String EXAMPLE = "strip-leading-zeros PID-3.1 PV1-19.1";

    static Step of(Arguments arguments) {
        arguments.mustHave(1, 20, EXAMPLE);
        // a whole field means its first component: the number, not the authority's
        return new StripLeadingZeros(arguments.paths(0).stream()
                .map(path -> path.component() > 0 ? path : new FieldPath(path.segment(), 1, path.field(), 1, 1, 0))
                .toList());
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        for (FieldPath field : fields) {
            Places.edit(message, NAME, field, raw -> raw.replaceFirst("^0+(?=[A-Za-z0-9])", ""), changes);
        }
    }
}
