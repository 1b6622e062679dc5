package dev.tributary.mapping.plan;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a sender wrote beside what it became, as R4's extension {@code originalText}: the one of R4 itself that may
 * stand on any element.
 */
final class Originals {

    private static final String ORIGINAL_TEXT = "http://hl7.org/fhir/StructureDefinition/originalText";

    private Originals() {}

    /** @return the text, now kept; null if it was kept already or the holder takes no extensions */
    static @Nullable StringType keep(Base holder, String text) {
        StringType original = new StringType(text);
        if (holder instanceof Element element) {
            for (Extension each : element.getExtension()) {
                if (isSame(each, text)) {
                    return null;
                }
            }
            element.addExtension(new Extension(ORIGINAL_TEXT, original));
            return original;
        }
        if (holder instanceof DomainResource resource) {
            resource.addExtension(new Extension(ORIGINAL_TEXT, original));
            return original;
        }
        return null;
    }

    private static boolean isSame(Extension extension, String text) {
        return ORIGINAL_TEXT.equals(extension.getUrl())
                && extension.getValue() instanceof StringType value
                && text.equals(value.getValue());
    }
}
