package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites dates of other forms to HL7's (DT, DTM; HL7 v2.5.1 §2.A.21, §2.A.22). A value that is a date of HL7 already, or
 * that fits none of the forms, stays as it is: then the mapping says that it is none.
 */
record FixDate(List<FieldPath> fields, List<DateForm> forms) implements Step {

    static final String NAME = "fix-date";
    static final String EXAMPLE = "fix-date PID-7 dd.MM.yyyy MM/dd/yy";

    static Step of(Arguments arguments) {
        arguments.mustHave(2, 20, EXAMPLE);
        List<FieldPath> fields = new ArrayList<>();
        List<DateForm> forms = new ArrayList<>();
        for (int i = 0; i < arguments.words().size(); i++) {
            if (Arguments.isPath(arguments.word(i))) {
                fields.add(arguments.path(i));
            } else {
                forms.add(form(arguments, arguments.word(i)));
            }
        }
        if (fields.isEmpty() || forms.isEmpty()) {
            throw arguments.wrong("needs a field and a form", EXAMPLE);
        }
        return new FixDate(List.copyOf(fields), List.copyOf(forms));
    }

    private static DateForm form(Arguments arguments, String word) {
        try {
            return DateForm.of(word);
        } catch (IllegalArgumentException e) {
            throw arguments.wrong(
                    "has the form '" + word + "', and only yyyy, yy, MM, M, dd, d, HH, mm, ss are known", EXAMPLE);
        }
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        String sent = message.field("MSH", 1, 7);
        int latest = sent.matches("\\d{4}.*") ? Integer.parseInt(sent.substring(0, 4)) : 9999;
        for (FieldPath field : fields) {
            Places.edit(message, NAME, field, raw -> fixed(raw, latest), changes);
        }
    }

    private String fixed(String raw, int latest) {
        String value = raw.strip();
        if (DateForm.isHl7(value)) {
            return raw;
        }
        for (DateForm form : forms) {
            String hl7 = form.toHl7(value, latest);
            if (!hl7.isEmpty()) {
                return hl7;
            }
        }
        return raw;
    }
}
