package dev.tributary.mapping;

import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Writes resources as JSON (R4 §2.6.2): elements in the order of R4, digits of decimals as they came, no white space, so
 * that the same resource gives the same bytes. Needs no FhirContext.
 */
public final class FhirJson {

    private static final int LARGE = 1 << 16;
    // what a resource of a message usually takes
    private static final int USUAL = 1_024;
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    // references to these are written as the fullUrl of their entry
    private final Set<String> entries;

    private FhirJson(StringBuilder out, Set<String> entries) {
        this.out = out;
        this.entries = entries;
    }

    /** @return one resource as JSON */
    public static String write(Resource resource) {
        StringBuilder out = new StringBuilder(USUAL);
        new FhirJson(out, Set.of()).resource(resource);
        return out.toString();
    }

    /**
     * @param result of one message
     * @return one Bundle with all drafts as entries. It is the message's own Bundle draft, with the MessageHeader first, as
     *     R4 wants it (§3.5.4), else a collection. Entries are called {@code urn:uuid:<id>} and references use that, so that
     *     they resolve within the Bundle (R4 §2.36.4.1)
     */
    public static String writeBundle(MappingResult result) {
        List<Resource> resources = result.drafts().stream().map(Draft::resource).toList();
        Bundle own = resources.stream()
                .filter(Bundle.class::isInstance)
                .map(Bundle.class::cast)
                .findFirst()
                .orElse(null);
        List<Resource> inside = resources.stream()
                .filter(resource -> resource != own)
                .sorted((a, b) -> Boolean.compare(!isHeader(a), !isHeader(b)))
                .toList();
        Set<String> entries = inside.stream()
                .map(each -> each.fhirType() + "/" + each.getIdElement().getIdPart())
                .collect(Collectors.toUnmodifiableSet());
        StringBuilder out = new StringBuilder(USUAL * (inside.size() + 1));
        FhirJson json = new FhirJson(out, entries);
        boolean message = own != null && !inside.isEmpty() && isHeader(inside.get(0));
        if (own != null && message) {
            json.resource(own);
            out.setLength(out.length() - 1);
        } else {
            out.append("{\"resourceType\":\"Bundle\",\"type\":\"collection\"");
        }
        if (!inside.isEmpty()) {
            json.entries(inside);
        }
        return out.append('}').toString();
    }

    private static boolean isHeader(Resource resource) {
        return resource.fhirType().equals("MessageHeader");
    }

    private void entries(List<Resource> resources) {
        out.append(",\"entry\":[");
        boolean first = true;
        for (Resource resource : resources) {
            out.append(first ? "" : ",").append("{\"fullUrl\":\"urn:uuid:");
            out.append(resource.getIdElement().getIdPart()).append("\",\"resource\":");
            resource(resource);
            out.append('}');
            first = false;
        }
        out.append(']');
    }

    private void resource(Base resource) {
        out.append("{\"resourceType\":\"").append(resource.fhirType()).append('"');
        elements(resource, true);
        out.append('}');
    }

    /** @return whether anything was written between the braces */
    private boolean elements(Base parent, boolean following) {
        boolean any = following;
        List<FhirElement> elements = FhirModel.typeOf(parent).elements();
        for (int i = 0; i < elements.size(); i++) {
            FhirElement element = elements.get(i);
            if (element.list()) {
                List<Base> values = element.values(parent);
                any |= !values.isEmpty() && list(element, values, any);
            } else {
                Base value = element.value(parent);
                any |= value != null && single(parent, element, value, any);
            }
        }
        return any;
    }

    private boolean single(Base parent, FhirElement element, Base value, boolean following) {
        String name = element.jsonName(value);
        if (value.isPrimitive()) {
            return primitive(parent, element, name, value, following);
        }
        int before = out.length();
        name(name, following);
        if (complex(value)) {
            return true;
        }
        out.setLength(before);
        return false;
    }

    private boolean list(FhirElement element, List<Base> values, boolean following) {
        String name = element.jsonName(values.get(0));
        if (values.get(0).isPrimitive()) {
            return primitives(name, values, following);
        }
        int before = out.length();
        name(name, following);
        out.append('[');
        boolean any = false;
        for (int i = 0; i < values.size(); i++) {
            int start = out.length();
            out.append(any ? "," : "");
            if (complex(values.get(i))) {
                any = true;
            } else {
                out.setLength(start);
            }
        }
        if (any) {
            out.append(']');
            return true;
        }
        out.setLength(before);
        return false;
    }

    private boolean complex(Base value) {
        if (value.isResource()) {
            resource(value);
            return true;
        }
        int before = out.length();
        out.append('{');
        if (elements(value, false)) {
            out.append('}');
            return true;
        }
        out.setLength(before);
        return false;
    }

    private boolean primitive(Base parent, FhirElement element, String name, Base value, boolean following) {
        String text = text(parent, element, value);
        boolean any = following;
        if (text != null) {
            name(name, any);
            value(value, text);
            any = true;
        }
        if (hasMore(value)) {
            int before = out.length();
            moreName(name, any);
            if (complex(value)) {
                return true;
            }
            out.setLength(before);
        }
        return text != null;
    }

    private boolean primitives(String name, List<Base> all, boolean following) {
        boolean any = following;
        boolean wrote = false;
        boolean more = false;
        boolean valued = false;
        boolean empty = false;
        for (Base value : all) {
            boolean itsMore = hasMore(value);
            boolean itsText = hasText(value);
            more |= itsMore;
            valued |= itsText;
            empty |= !itsMore && !itsText;
        }
        // a null in a list means "no value here, but an extension" (FHIR R4 json.html#primitive); what is blank has
        // neither
        List<Base> values = empty
                ? all.stream().filter(value -> hasText(value) || hasMore(value)).toList()
                : all;
        if (valued) {
            name(name, any);
            array(values, true);
            any = true;
            wrote = true;
        }
        if (more) {
            moreName(name, any);
            array(values, false);
            wrote = true;
        }
        return wrote;
    }

    private void array(List<Base> values, boolean asValues) {
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ",");
            Base each = values.get(i);
            String text = each.primitiveValue();
            boolean written;
            if (asValues) {
                written = text != null && !text.isEmpty();
                if (written) {
                    value(each, text);
                }
            } else {
                written = hasMore(each) && complex(each);
            }
            out.append(written ? "" : "null");
        }
        out.append(']');
    }

    private @Nullable String text(Base parent, FhirElement element, Base value) {
        String text = value.primitiveValue();
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (parent instanceof Resource resource && element.name().equals("id")) {
            return resource.getIdElement().getIdPart();
        }
        if (parent instanceof Reference && element.name().equals("reference") && entries.contains(text)) {
            return "urn:uuid:" + text.substring(text.indexOf('/') + 1);
        }
        return text;
    }

    private static boolean hasText(Base value) {
        String text = value.primitiveValue();
        return text != null && !text.isEmpty();
    }

    // extensions and ids of primitives; the model's classes make an empty list when asked for it
    private static boolean hasMore(Base value) {
        return value instanceof PrimitiveType<?>
                && value instanceof Element element
                && (element.hasExtension() || element.hasId());
    }

    private void name(String name, boolean following) {
        if (following) {
            out.append(',');
        }
        out.append(name);
    }

    // the name of a primitive's extensions and id: with a line before it
    private void moreName(String name, boolean following) {
        if (following) {
            out.append(',');
        }
        out.append("\"_").append(name, 1, name.length());
    }

    private void value(Base value, String text) {
        if (value instanceof BooleanType || value instanceof IntegerType || value instanceof DecimalType) {
            out.append(text);
        } else {
            quoted(text);
        }
    }

    private void quoted(String text) {
        if (text.length() > LARGE) {
            // a document: make room for it once, and for what follows
            out.ensureCapacity(out.length() + text.length() + LARGE);
        }
        out.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                out.append(text, from, i);
                escape(c);
                from = i + 1;
            }
        }
        if (from == 0) {
            out.append(text);
        } else {
            out.append(text, from, text.length());
        }
        out.append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }
}
