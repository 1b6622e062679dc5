package dev.tributary.mapping.plan;

import dev.tributary.base.BusinessId;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.Part;
import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Gives the resources of a message their ids, from business keys (docs/mapping-language.md §7). */
final class Identities {

    private final Run run;
    private final Map<String, KeyRule> rules;
    private final Map<ResourceInstance, String> ids = new IdentityHashMap<>();
    private final Map<Key, Integer> counted = new HashMap<>();
    private final Map<Key, Integer> places = new HashMap<>();
    private final List<ResourceInstance> under = new ArrayList<>();

    private record Key(String type, List<String> parts) {}

    Identities(Run run, Map<String, KeyRule> rules) {
        this.run = run;
        this.rules = rules;
    }

    /** Sets the id of every resource that was made. */
    void give() {
        for (ResourceInstance instance : run.made()) {
            instance.identify(id(instance));
        }
    }

    private String id(ResourceInstance instance) {
        String known = ids.get(instance);
        if (known != null) {
            return known;
        }
        if (under.contains(instance)) {
            // a key that leads back to itself: the place in the message tells it apart
            return "";
        }
        under.add(instance);
        String id = make(instance);
        under.remove(instance);
        ids.put(instance, id);
        return id;
    }

    private String make(ResourceInstance instance) {
        KeyRule rule = rules.getOrDefault(instance.type(), KeyRule.NONE);
        List<KeyRule.Alternative> alternatives = instance.key().isEmpty() ? rule.alternatives() : instance.key();
        for (KeyRule.Alternative alternative : alternatives) {
            List<String> parts = parts(instance, alternative);
            if (parts != null) {
                if (rule.numbered()) {
                    int number = counted.merge(new Key(instance.type(), List.copyOf(parts)), 1, Integer::sum);
                    if (number > 1) {
                        parts.add(Integer.toString(number));
                    }
                }
                return BusinessId.of(instance.type(), parts.toArray(String[]::new));
            }
        }
        return byPlace(instance);
    }

    private String byPlace(ResourceInstance instance) {
        ResourceInstance owner = instance.referrers().isEmpty()
                ? instance.owner()
                : instance.referrers().get(0);
        String parent = owner == null || owner == instance ? "" : id(owner);
        MessageHeader header = run.message().header();
        List<String> parts = new ArrayList<>();
        if (parent.isEmpty()) {
            parts.add("message");
            parts.add(header.sendingApplication());
            parts.add(header.sendingFacility());
            parts.add(header.controlId());
        } else {
            parts.add("part of");
            parts.add(parent);
        }
        int place = places.merge(new Key(instance.type(), List.copyOf(parts)), 1, Integer::sum);
        parts.add(Integer.toString(place));
        return BusinessId.of(instance.type(), parts.toArray(String[]::new));
    }

    private @Nullable List<String> parts(ResourceInstance instance, KeyRule.Alternative alternative) {
        List<String> parts = new ArrayList<>(alternative.parts().size() + 1);
        for (KeyRule.Part part : alternative.parts()) {
            String text = text(instance, part);
            if (text.isEmpty() && !part.optional()) {
                return null;
            }
            parts.add(text);
        }
        return parts;
    }

    private String text(ResourceInstance instance, KeyRule.Part part) {
        if (part instanceof KeyRule.Part.Sender) {
            return run.message().header().sendingApplication() + "|"
                    + run.message().header().sendingFacility();
        }
        if (part instanceof KeyRule.Part.Field field) {
            return field(instance, field.ref());
        }
        if (part instanceof KeyRule.Part.Other other) {
            List<ResourceInstance> candidates = other.referring() ? instance.referrers() : run.made();
            for (ResourceInstance each : candidates) {
                if (each.type().equals(other.type()) && each != instance) {
                    return id(each);
                }
            }
            return "";
        }
        KeyRule.Part.Element element = (KeyRule.Part.Element) part;
        Base resource = instance.resource();
        return resource == null ? "" : element(resource, element, 0);
    }

    private static String field(ResourceInstance instance, SourceRef ref) {
        Occurrence at = instance.madeAt();
        Occurrence segment = at == null ? null : at.nearest(ref.owner());
        Part field = segment == null ? null : segment.repetition(ref.field(), Math.max(1, ref.repetition()));
        if (field == null) {
            return "";
        }
        Part part = new Lookup(ref, ref.owner(), ref.field()).descend(field);
        return part == null || !part.isValued() ? "" : part.wholeText();
    }

    private String element(Base base, KeyRule.Part.Element element, int step) {
        FhirElement child = FhirModel.typeOf(base).element(element.path().get(step));
        if (child == null) {
            return "";
        }
        for (Base value : child.values(base)) {
            boolean last = step == element.path().size() - 1;
            String text = last ? text(value, element.typeCode()) : element(value, element, step + 1);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private String text(Base value, String typeCode) {
        if (value instanceof Identifier identifier) {
            return typeCode.isEmpty() || hasType(identifier, typeCode) ? text(identifier) : "";
        }
        if (value instanceof CodeableConcept concept) {
            String sent = typeCode.equals(KeyRule.SENT) ? run.sent().get(concept) : null;
            return sent == null ? text(concept) : sent;
        }
        if (value instanceof Coding coding) {
            return text(coding);
        }
        if (value instanceof Reference reference) {
            ResourceInstance to = run.referred().get(reference);
            return to == null ? "" : id(to);
        }
        if (value instanceof Period period) {
            // a start that cannot be read is there, with its original and without a value
            String start = period.getStartElement().getValueAsString();
            return start == null ? "" : start;
        }
        if (value instanceof HumanName name) {
            return name.hasFamily() ? name.getFamily() + "|" + name.getGivenAsSingleString() : "";
        }
        if (value instanceof Quantity quantity) {
            String number = quantity.getValueElement().getValueAsString();
            return number == null ? "" : number + quantity.getUnit();
        }
        return value.hasPrimitiveValue() ? value.primitiveValue() : "";
    }

    /** @return what a concept says in a key: its first code, else its text */
    static String text(CodeableConcept concept) {
        for (Coding coding : concept.getCoding()) {
            if (coding.hasCode()) {
                return text(coding);
            }
        }
        return concept.hasText() ? concept.getText() : "";
    }

    private static String text(Coding coding) {
        return coding.hasCode() ? coding.getSystem() + "|" + coding.getCode() : "";
    }

    // a number without an authority is unique for its sender at most
    private String text(Identifier identifier) {
        if (!identifier.hasValue()) {
            return "";
        }
        if (identifier.hasSystem()) {
            return identifier.getSystem() + "|" + identifier.getValue();
        }
        MessageHeader header = run.message().header();
        return "sender " + header.sendingApplication() + "|" + header.sendingFacility() + "|" + identifier.getValue();
    }

    private static boolean hasType(Identifier identifier, String code) {
        for (Coding coding : identifier.getType().getCoding()) {
            if (code.equals(coding.getCode())) {
                return true;
            }
        }
        return false;
    }
}
