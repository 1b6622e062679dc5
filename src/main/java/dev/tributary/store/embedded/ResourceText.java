package dev.tributary.store.embedded;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildContainedResources;
import ca.uhn.fhir.context.RuntimeChildNarrativeDefinition;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A resource as HAPI stores it: JSON without what has columns of its own (id, version, time, source). HAPI's encoder asks
 * of each element anew whether it is one of those; this one knows the shape of each type and writes the same letters, a
 * few times faster. What it does not know, HAPI encodes. Thread-safe.
 */
final class ResourceText {

    private final FhirContext context;
    private final JsonFactory json = new JsonFactory();
    private final Map<Class<?>, List<Child>> shapes = new ConcurrentHashMap<>();
    private final Map<Class<?>, Named> extensionValues = new ConcurrentHashMap<>();

    ResourceText(FhirContext context) {
        this.context = context;
    }

    /** Something that is rare enough for HAPI. */
    private static final class Unusual extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusual() {
            super(null, null, false, false);
        }
    }

    private enum Kind {
        PRIMITIVE,
        COMPOSITE,
        OTHER
    }

    /** Under which name a value of a class stands, and how it is written. */
    private record Named(String name, Kind kind) {}

    /** One element of a type; {@code names} by the class of the value, since a choice has several. */
    private record Child(
            BaseRuntimeChildDefinition definition, String element, boolean many, Map<Class<?>, Named> names) {}

    /**
     * @param resource with {@code meta.source} and no other content of meta
     * @return what HAPI would put into {@code res_text_vc}
     */
    String of(Resource resource) {
        String text = quickly(resource);
        return text == null ? byHapi(resource) : text;
    }

    /** @return the same as {@link #byHapi}, or null if there is something in it that this does not know */
    @Nullable
    String quickly(Resource resource) {
        StringWriter text = new StringWriter(1_024);
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("resourceType", resource.fhirType());
            children(resource, out);
            out.writeEndObject();
        } catch (Unusual e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @return as HAPI's own encoder writes it */
    String byHapi(Resource resource) {
        String type = resource.fhirType();
        IParser parser = context.newJsonParser();
        parser.setDontEncodeElements(
                List.of("id", type + ".meta.versionId", type + ".meta.lastUpdated", type + ".meta.source"));
        return parser.encodeResourceToString(resource);
    }

    private List<Child> shape(Class<? extends IBase> type) {
        List<Child> known = shapes.get(type);
        return known == null ? shapes.computeIfAbsent(type, its -> shapeOf(type)) : known;
    }

    private List<Child> shapeOf(Class<? extends IBase> type) {
        if (!(context.getElementDefinition(type) instanceof BaseRuntimeElementCompositeDefinition<?> definition)) {
            throw new Unusual();
        }
        List<Child> children = new ArrayList<>();
        for (BaseRuntimeChildDefinition child : definition.getChildrenAndExtension()) {
            if (!child.getElementName().equals("id")) {
                children.add(new Child(
                        child, child.getElementName(), child.isMultipleCardinality(), new ConcurrentHashMap<>()));
            }
        }
        return List.copyOf(children);
    }

    private void children(IBase parent, JsonGenerator out) throws IOException {
        for (Child child : shape(parent.getClass())) {
            switch (child.element()) {
                case "meta" -> {
                    if (parent instanceof Resource) {
                        // all there is in it has columns
                        out.writeObjectFieldStart("meta");
                        out.writeEndObject();
                    } else {
                        values(child, parent, out);
                    }
                }
                case "extension" -> extensions(parent, out);
                case "modifierExtension" -> requireNone(child, parent);
                default -> values(child, parent, out);
            }
        }
    }

    private static void requireNone(Child child, IBase parent) {
        if (!child.definition().getAccessor().getValues(parent).isEmpty()) {
            throw new Unusual();
        }
    }

    private void values(Child child, IBase parent, JsonGenerator out) throws IOException {
        String name = null;
        List<List<Extension>> beside = null;
        int count = 0;
        for (IBase value : child.definition().getAccessor().getValues(parent)) {
            if (value == null || value.isEmpty()) {
                continue;
            }
            Named named = named(child, value);
            if (name == null) {
                name = named.name();
                if (child.many()) {
                    out.writeArrayFieldStart(name);
                }
            }
            List<Extension> extensions =
                    value instanceof PrimitiveType<?> primitive ? primitive.getExtension() : List.of();
            if (!extensions.isEmpty()) {
                beside = beside == null ? new ArrayList<>() : beside;
                while (beside.size() < count) {
                    beside.add(List.of());
                }
                beside.add(extensions);
            }
            value(value, named.kind(), child.many() ? null : name, out);
            count++;
        }
        if (name != null && child.many()) {
            out.writeEndArray();
        }
        if (beside != null) {
            beside("_" + name, beside, count, child.many(), out);
        }
    }

    // what extends a primitive value stands beside it, under the same name with an underscore
    private void beside(String name, List<List<Extension>> beside, int count, boolean many, JsonGenerator out)
            throws IOException {
        if (many) {
            out.writeArrayFieldStart(name);
        } else {
            out.writeFieldName(name);
        }
        for (int i = 0; i < count; i++) {
            if (i < beside.size() && !beside.get(i).isEmpty()) {
                out.writeStartObject();
                extensions(beside.get(i), out);
                out.writeEndObject();
            } else {
                out.writeNull();
            }
        }
        if (many) {
            out.writeEndArray();
        }
    }

    private Named named(Child child, IBase value) {
        Named known = child.names().get(value.getClass());
        if (known != null) {
            return known;
        }
        BaseRuntimeChildDefinition definition = child.definition();
        if (definition instanceof RuntimeChildContainedResources
                || definition instanceof RuntimeChildNarrativeDefinition) {
            throw new Unusual();
        }
        String name = definition.getChildNameByDatatype(value.getClass());
        BaseRuntimeElementDefinition<?> type = definition.getChildElementDefinitionByDatatype(value.getClass());
        if (name == null || type == null) {
            throw new Unusual();
        }
        Named named = new Named(name, kind(type));
        child.names().put(value.getClass(), named);
        return named;
    }

    private static Kind kind(BaseRuntimeElementDefinition<?> type) {
        ChildTypeEnum kind = type.getChildType();
        return switch (kind) {
            case PRIMITIVE_DATATYPE, ID_DATATYPE -> Kind.PRIMITIVE;
            case COMPOSITE_DATATYPE, RESOURCE_BLOCK -> Kind.COMPOSITE;
            default -> Kind.OTHER;
        };
    }

    /** @param name of the field, or null within an array */
    private void value(IBase value, Kind kind, @Nullable String name, JsonGenerator out) throws IOException {
        if (value instanceof Element element && element.hasId()) {
            throw new Unusual();
        }
        switch (kind) {
            case PRIMITIVE -> primitive((PrimitiveType<?>) value, name, out);
            case COMPOSITE -> {
                if (value instanceof Reference reference && !isPlain(reference)) {
                    throw new Unusual();
                }
                if (name != null) {
                    out.writeFieldName(name);
                }
                out.writeStartObject();
                children(value, out);
                out.writeEndObject();
            }
            case OTHER -> throw new Unusual();
        }
    }

    // HAPI writes others differently from how they are held
    private static boolean isPlain(Reference reference) {
        String target = reference.getReference();
        return reference.getResource() == null
                && (target == null || !target.startsWith("#") && !target.contains("/_history/"));
    }

    private static void primitive(PrimitiveType<?> value, @Nullable String name, JsonGenerator out) throws IOException {
        String text = value.getValueAsString();
        if (text == null || text.isBlank()) {
            // there is only what extends it
            if (name == null) {
                out.writeNull();
            }
            return;
        }
        if (name != null) {
            out.writeFieldName(name);
        }
        if (value instanceof IntegerType integer) {
            out.writeNumber(integer.getValue());
        } else if (value instanceof DecimalType) {
            out.writeNumber(text);
        } else if (value instanceof BooleanType truth) {
            out.writeBoolean(truth.booleanValue());
        } else {
            out.writeString(text);
        }
    }

    private void extensions(IBase parent, JsonGenerator out) throws IOException {
        List<Extension> extensions = parent instanceof Element element
                ? element.getExtension()
                : parent instanceof DomainResource resource ? resource.getExtension() : List.of();
        extensions(extensions, out);
    }

    private void extensions(List<Extension> extensions, JsonGenerator out) throws IOException {
        if (extensions.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("extension");
        for (Extension extension : extensions) {
            if (extension.isEmpty() || extension.hasId() || !extension.hasUrl()) {
                throw new Unusual();
            }
            out.writeStartObject();
            out.writeStringField("url", extension.getUrl());
            extensions(extension.getExtension(), out);
            if (extension.hasValue()) {
                Named named = extensionValue(extension.getValue());
                if (extension.getValue() instanceof PrimitiveType<?> primitive && primitive.hasExtension()) {
                    throw new Unusual();
                }
                value(extension.getValue(), named.kind(), named.name(), out);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private Named extensionValue(IBase value) {
        Named known = extensionValues.get(value.getClass());
        if (known == null) {
            BaseRuntimeChildDefinition definition = context.getRuntimeChildUndeclaredExtensionDefinition();
            String name = definition.getChildNameByDatatype(value.getClass());
            BaseRuntimeElementDefinition<?> type = definition.getChildElementDefinitionByDatatype(value.getClass());
            if (name == null || type == null) {
                throw new Unusual();
            }
            known = new Named(name, kind(type));
            extensionValues.put(value.getClass(), known);
        }
        return known;
    }
}
