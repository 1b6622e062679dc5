package dev.tributary.alert.audience;

import dev.tributary.alert.Alert;
import dev.tributary.alert.PlaceOfCare;
import dev.tributary.alert.Reach;
import dev.tributary.alert.Recipient;
import dev.tributary.alert.Surroundings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * The audience as the record knows it (PV1-3, PV1-7, -8, -9, -17, PD1-4, ROL, PRT, ORC-12), with panels and attributions.
 * Asked only for alerts that are raised. Thread-safe.
 */
public final class RecordAudience implements Audience {

    // codes of Encounter.participant.type, from PV1-7, -8, -9 and -17
    private static final Map<String, String> ROLES =
            Map.of("ATND", "attending", "REF", "referring", "CON", "consulting", "ADM", "admitting");

    private final AudienceLists lists;

    /** @param lists panels and attributions */
    public RecordAudience(AudienceLists lists) {
        this.lists = lists;
    }

    @Override
    public Reach of(Alert alert, Surroundings around) {
        Resource focus = around.read(alert.focus()).orElse(null);
        Encounter encounter = around.read(alert.encounter())
                .filter(Encounter.class::isInstance)
                .map(Encounter.class::cast)
                .orElse(null);
        Patient patient = around.read(alert.patient())
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .orElse(null);
        List<PatientNumber> numbers = patient == null
                ? List.of()
                : patient.getIdentifier().stream()
                        .filter(Identifier::hasValue)
                        .map(each -> new PatientNumber(each.hasSystem() ? each.getSystem() : "", each.getValue()))
                        .toList();
        Map<String, Recipient> found = new LinkedHashMap<>();
        if (wants(alert, "ordering-provider")) {
            ordering(focus, around).forEach(reference -> add(found, "ordering-provider", reference, around));
        }
        if (encounter != null) {
            participants(alert, encounter, found, around);
        }
        if (patient != null && wants(alert, "primary-care")) {
            patient.getGeneralPractitioner().forEach(each -> add(found, "primary-care", each, around));
        }
        if (wants(alert, "care-team")) {
            for (Resource team : around.ofPatient("CareTeam", alert.patient())) {
                ((CareTeam) team).getParticipant().forEach(each -> add(found, "care-team", each.getMember(), around));
            }
        }
        AudienceLists.Listed listed = lists.listed(numbers);
        for (Attribution attribution : listed.attributions()) {
            if (wants(alert, attribution.role())) {
                found.putIfAbsent(
                        attribution.role() + " " + attribution.practitioner(),
                        new Recipient(attribution.role(), "", List.of(attribution.practitioner())));
            }
        }
        return new Reach(
                PlaceOfCare.of(encounter, around).unit(), List.copyOf(found.values()), listed.panels(), List.of());
    }

    private static boolean wants(Alert alert, String role) {
        return alert.audience().contains(role);
    }

    private static void participants(
            Alert alert, Encounter encounter, Map<String, Recipient> found, Surroundings around) {
        for (Encounter.EncounterParticipantComponent each : encounter.getParticipant()) {
            each.getType().stream()
                    .flatMap(type -> type.getCoding().stream())
                    .map(coding -> ROLES.get(coding.getCode()))
                    .filter(role -> role != null && wants(alert, role))
                    .forEach(role -> add(found, role, each.getIndividual(), around));
        }
    }

    // a result knows its order by way of the report that came with it
    private static List<Reference> ordering(@Nullable Resource focus, Surroundings around) {
        List<Reference> orders = new ArrayList<>(basedOn(focus));
        if (focus != null) {
            String reference = Surroundings.reference(focus);
            for (Resource each : around.ofMessage("DiagnosticReport")) {
                if (((DiagnosticReport) each)
                        .getResult().stream().anyMatch(result -> reference.equals(plain(result)))) {
                    orders.addAll(basedOn(each));
                }
            }
        }
        List<Reference> requesters = new ArrayList<>();
        for (Reference order : orders) {
            around.read(plain(order))
                    .filter(ServiceRequest.class::isInstance)
                    .map(each -> ((ServiceRequest) each).getRequester())
                    .ifPresent(requesters::add);
        }
        return requesters;
    }

    private static List<Reference> basedOn(@Nullable Resource resource) {
        Property property = resource == null ? null : resource.getNamedProperty("basedOn");
        List<Reference> found = new ArrayList<>();
        for (Base each : property == null ? List.<Base>of() : property.getValues()) {
            if (each instanceof Reference reference) {
                found.add(reference);
            }
        }
        return found;
    }

    private static void add(Map<String, Recipient> found, String role, Reference to, Surroundings around) {
        String reference = plain(to);
        if (reference == null) {
            return;
        }
        Optional<Resource> who = around.read(reference);
        if (who.isPresent() && who.get() instanceof PractitionerRole held && held.hasPractitioner()) {
            add(found, role, held.getPractitioner(), around);
            return;
        }
        found.putIfAbsent(
                role + " " + reference,
                new Recipient(
                        role, reference, who.map(RecordAudience::identifiers).orElse(List.of())));
    }

    private static List<String> identifiers(Resource who) {
        Property property = who.getNamedProperty("identifier");
        return property == null
                ? List.of()
                : property.getValues().stream()
                        .filter(Identifier.class::isInstance)
                        .map(each -> ((Identifier) each).getValue())
                        .filter(value -> value != null && !value.isBlank())
                        .distinct()
                        .toList();
    }

    private static @Nullable String plain(Reference reference) {
        return reference.getReferenceElement().hasIdPart()
                ? reference.getReferenceElement().getResourceType() + "/"
                        + reference.getReferenceElement().getIdPart()
                : null;
    }
}
