package dev.tributary.alert;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Where a visit's patient is, as the record has it: the visit refers to the narrowest place that PV1-3 names, and that is
 * part of the wider ones.
 *
 * @param unit number of the point of care (PL.1), by which subscribers filter; empty if unknown
 * @param words for people: {@code ICU, room 12, bed B}; empty if nothing is known
 */
public record PlaceOfCare(String unit, String words) {

    private static final PlaceOfCare UNKNOWN = new PlaceOfCare("", "");
    // a PL has six levels; a chain that is longer, or a ring, is not ours
    private static final int DEEPEST = 7;

    /**
     * @param encounter the visit, or null
     * @param around where its places are found
     */
    public static PlaceOfCare of(@Nullable Encounter encounter, Surroundings around) {
        Reference at = encounter == null
                ? null
                : encounter.getLocation().stream()
                        .filter(place -> !place.hasStatus() || place.getStatus() == EncounterLocationStatus.ACTIVE)
                        .map(EncounterLocationComponent::getLocation)
                        .reduce((first, second) -> second)
                        .orElse(null);
        return at == null ? UNKNOWN : walk(at, around);
    }

    private static PlaceOfCare walk(Reference narrowest, Surroundings around) {
        String unit = "";
        // from the unit inwards, while the chain goes outwards
        Set<String> words = new LinkedHashSet<>();
        String room = "";
        String bed = "";
        String unitName = "";
        Reference at = narrowest;
        for (int i = 0; at != null && i < DEEPEST; i++) {
            Optional<Resource> place = around.read(plain(at));
            if (place.isEmpty() || !(place.get() instanceof Location location)) {
                break;
            }
            String type = location.getPhysicalType().getCodingFirstRep().getCode();
            if (type == null) {
                // PL.1 is the place that says of itself neither that it is a bed nor a room nor a building
                unit = number(location);
                unitName = name(location);
                break;
            }
            if (type.equals("bd")) {
                bed = name(location);
            } else if (type.equals("ro")) {
                room = name(location);
            }
            at = location.hasPartOf() ? location.getPartOf() : null;
        }
        add(words, "", unitName);
        add(words, "room ", room);
        add(words, "bed ", bed);
        return words.isEmpty() && narrowest.hasDisplay()
                ? new PlaceOfCare("", narrowest.getDisplay())
                : new PlaceOfCare(unit, String.join(", ", words));
    }

    private static void add(Set<String> words, String kind, String name) {
        if (!name.isEmpty()) {
            words.add(kind + name);
        }
    }

    private static String number(Location location) {
        boolean numbered =
                location.hasIdentifier() && location.getIdentifierFirstRep().hasValue();
        return numbered ? location.getIdentifierFirstRep().getValue() : location.hasName() ? location.getName() : "";
    }

    private static String name(Location location) {
        return location.hasName() ? location.getName() : number(location);
    }

    private static @Nullable String plain(Reference reference) {
        return reference.getReferenceElement().hasIdPart()
                ? reference.getReferenceElement().getResourceType() + "/"
                        + reference.getReferenceElement().getIdPart()
                : null;
    }
}
