package dev.tributary.alert.rule;

import dev.tributary.alert.AlertContext;
import dev.tributary.alert.PlaceOfCare;
import dev.tributary.alert.Surroundings;
import dev.tributary.store.ResourceChange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** One change as all rules see it; what several ask for is found out once. Not thread-safe. */
public final class ChangeView {

    private final AlertContext context;
    private final ResourceChange change;
    private final Surroundings around;
    private @Nullable Set<String> changed;

    /** Takes the message, one of its changes and the record around it. */
    public ChangeView(AlertContext context, ResourceChange change, Surroundings around) {
        this.context = context;
        this.change = change;
        this.around = around;
    }

    AlertContext context() {
        return context;
    }

    Resource current() {
        return change.after();
    }

    @Nullable
    Resource previous() {
        return change.before();
    }

    Surroundings around() {
        return around;
    }

    /** @return {@code Observation/abc} */
    String focus() {
        return Surroundings.reference(change.after());
    }

    /** @return the same as if only what was stored before were there; empty if nothing was */
    Optional<ChangeView> before() {
        Resource before = change.before();
        return before == null
                ? Optional.empty()
                : Optional.of(new ChangeView(context, new ResourceChange(null, before), around));
    }

    /** @return names of the top-level elements that differ; all that are valued if the resource is new */
    Set<String> changed() {
        Set<String> known = changed;
        if (known == null) {
            known = new LinkedHashSet<>();
            Resource before = change.before();
            for (Property now : change.after().children()) {
                String name = now.getName().replace("[x]", "");
                Property then = before == null ? null : before.getNamedProperty(name);
                List<Base> values = then == null ? List.of() : then.getValues();
                if (!Base.compareDeep(now.getValues(), values, false)) {
                    known.add(name);
                }
            }
            changed = known;
        }
        return known;
    }

    /** @return {@code Patient/abc}, or null if the resource has none */
    @Nullable
    String patient() {
        Resource current = change.after();
        if ("Patient".equals(current.fhirType())) {
            return focus();
        }
        String direct = reference(current, "Patient", "subject", "patient", "for", "beneficiary");
        return direct == null ? participant(current) : direct;
    }

    /** @return {@code Encounter/abc}, or null if the resource has none */
    @Nullable
    String encounter() {
        return "Encounter".equals(change.after().fhirType())
                ? focus()
                : reference(change.after(), "Encounter", "encounter");
    }

    /** @return where the visit's patient is, in words; empty if that is not known */
    String place() {
        return around.read(encounter())
                .filter(Encounter.class::isInstance)
                .map(each -> PlaceOfCare.of((Encounter) each, around).words())
                .orElse("");
    }

    // an appointment knows its patient as one of those who take part
    private static @Nullable String participant(Resource resource) {
        Property participants = resource.getNamedProperty("participant");
        if (participants == null) {
            return null;
        }
        for (Base participant : participants.getValues()) {
            Property actor = participant.getNamedProperty("actor");
            for (Base value : actor == null ? List.<Base>of() : actor.getValues()) {
                if (value instanceof Reference reference
                        && reference.getReferenceElement().hasIdPart()
                        && "Patient".equals(reference.getReferenceElement().getResourceType())) {
                    return "Patient/" + reference.getReferenceElement().getIdPart();
                }
            }
        }
        return null;
    }

    private static @Nullable String reference(Resource resource, String type, String... names) {
        for (String name : names) {
            Property property = resource.getNamedProperty(name);
            if (property == null) {
                continue;
            }
            for (Base value : property.getValues()) {
                if (value instanceof Reference reference
                        && reference.getReferenceElement().hasIdPart()
                        && type.equals(reference.getReferenceElement().getResourceType())) {
                    return type + "/" + reference.getReferenceElement().getIdPart();
                }
            }
        }
        return null;
    }
}
