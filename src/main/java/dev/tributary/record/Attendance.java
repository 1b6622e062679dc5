package dev.tributary.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in a visit and who took part: {@code Encounter.participant}, a role at a time. Who is no longer named in
 * a role has left it at the event's time, who is new in it has come at that time; a period that the message states itself
 * (ROL-5, ROL-6) stands.
 */
final class Attendance {

    private static final String PARTICIPANT = "participant";

    private final Encounter visit;
    private final Overlay overlay;
    private final DateTimeType at;
    private final Set<String> told = new HashSet<>();

    Attendance(Encounter visit, Overlay overlay, DateTimeType at) {
        this.visit = visit;
        this.overlay = overlay;
        this.at = at;
    }

    private boolean isOurs() {
        return overlay.rule(PARTICIPANT).merge() == ElementRule.Merge.TIMELINE;
    }

    private Map<String, List<Base>> inRoles(Encounter of) {
        return Overlay.inGroups(
                List.copyOf(of.getParticipant()), overlay.rule(PARTICIPANT).by());
    }

    /** @param comesIn whether this event is the patient's coming: with it begin those who are named for it */
    void tell(Encounter draft, boolean comesIn) {
        if (!isOurs() || !draft.hasParticipant()) {
            return;
        }
        Map<String, List<Base>> there = inRoles(visit);
        inRoles(draft).forEach((role, sent) -> {
            String key = Overlay.groupKey(PARTICIPANT, role);
            List<EncounterParticipantComponent> present = participants(there.getOrDefault(role, List.of()));
            told.add(key);
            if (overlay.mayWrite(key, !present.isEmpty())) {
                boolean guessed = present.isEmpty() || overlay.isOpen(key);
                there.put(role, List.copyOf(guessed ? first(sent, comesIn) : next(present, sent, comesIn)));
                overlay.mark(key);
            } else if (participants(sent).stream()
                    .anyMatch(one -> present.stream().noneMatch(other -> isSame(other, one)))) {
                overlay.note(
                        overlay.owns() ? RecordNote.Kind.OLDER_THAN_KNOWN : RecordNote.Kind.NOT_OWNED, PARTICIPANT);
            }
        });
        set(there);
    }

    /** Those of the roles that are meant leave: {@code ""} in PV1-9 says that nobody is consulted any more. */
    void leave(ElementPath path) {
        boolean named = path.names(2).equals(PARTICIPANT) || path.names(2).equals(PARTICIPANT + ".individual");
        if (!named || !isOurs() || !overlay.owns()) {
            return;
        }
        Map<String, List<Base>> there = inRoles(visit);
        there.replaceAll((role, items) -> {
            String key = Overlay.groupKey(PARTICIPANT, role);
            // PV1-9 may be "" while ROL of the same message names who is consulted now
            if (told.contains(key) || items.stream().noneMatch(path.element()::takes) || !overlay.mayWrite(key, true)) {
                return items;
            }
            boolean guessed = overlay.isOpen(key);
            overlay.mark(key);
            return guessed ? List.of() : List.copyOf(next(participants(items), List.of(), false));
        });
        set(there);
    }

    private void set(Map<String, List<Base>> roles) {
        visit.setParticipant(new ArrayList<>(roles.values().stream()
                .flatMap(items -> participants(items).stream())
                .toList()));
    }

    private static List<EncounterParticipantComponent> participants(List<Base> items) {
        return items.stream().map(EncounterParticipantComponent.class::cast).toList();
    }

    private List<EncounterParticipantComponent> first(List<Base> sent, boolean comesIn) {
        return participants(sent).stream()
                .map(EncounterParticipantComponent::copy)
                .map(one -> begun(one, comesIn))
                .toList();
    }

    private List<EncounterParticipantComponent> next(
            List<EncounterParticipantComponent> present, List<Base> sent, boolean comesIn) {
        List<EncounterParticipantComponent> coming = new ArrayList<>(participants(sent));
        List<EncounterParticipantComponent> all = new ArrayList<>();
        for (EncounterParticipantComponent one : present) {
            EncounterParticipantComponent again = coming.stream()
                    .filter(each -> isSame(one, each))
                    .findFirst()
                    .orElse(null);
            if (again != null) {
                coming.remove(again);
                all.add(stayed(one, again, comesIn));
            } else if (one.getPeriod().hasEnd()) {
                all.add(one);
            } else if (hasBegunBefore(one)) {
                one.getPeriod().setEndElement(at.copy());
                all.add(one);
            }
        }
        coming.forEach(one -> all.add(begun(one.copy(), comesIn)));
        return all;
    }

    // whoever is replaced before the patient has come, or in the moment he was named, was named by mistake
    private boolean hasBegunBefore(EncounterParticipantComponent one) {
        return !isPlanned()
                && (!one.getPeriod().hasStart()
                        || Moments.isBefore(one.getPeriod().getStartElement(), at));
    }

    private boolean isPlanned() {
        return visit.getStatus() == EncounterStatus.PLANNED;
    }

    private EncounterParticipantComponent stayed(
            EncounterParticipantComponent known, EncounterParticipantComponent again, boolean comesIn) {
        EncounterParticipantComponent one = again.copy();
        Period period = known.getPeriod().copy();
        if (again.getPeriod().hasStart()) {
            period.setStartElement(again.getPeriod().getStartElement().copy());
        }
        if (again.getPeriod().hasEnd()) {
            period.setEndElement(again.getPeriod().getEndElement().copy());
        }
        one.setPeriod(period.isEmpty() ? null : period);
        return comesIn ? begun(one, true) : one;
    }

    private EncounterParticipantComponent begun(EncounterParticipantComponent one, boolean comesIn) {
        DateTimeType since = since(comesIn);
        if (since != null && !one.getPeriod().hasStart() && !one.getPeriod().hasEnd()) {
            one.getPeriod().setStartElement(since.copy());
        }
        return one;
    }

    // of a visit first heard of in its course nobody says since when, nor does one who only repeats it
    private @Nullable DateTimeType since(boolean comesIn) {
        if (isPlanned() || !overlay.owns()) {
            return null;
        }
        if (comesIn) {
            return visit.getPeriod().hasStart() ? visit.getPeriod().getStartElement() : at;
        }
        return overlay.isFirst() ? null : at;
    }

    /** Whether both are the same one's same time in the role: what has ended is another than what begins anew. */
    private static boolean isSame(EncounterParticipantComponent known, EncounterParticipantComponent sent) {
        if (known.getPeriod().hasEnd()
                && !(sent.getPeriod().hasEnd()
                        && Elements.same(
                                known.getPeriod().getEndElement(),
                                sent.getPeriod().getEndElement()))) {
            return false;
        }
        if (known.hasIndividual() && sent.hasIndividual()) {
            return Elements.same(known.getIndividual(), sent.getIndividual());
        }
        return Elements.same(known.copy().setPeriod(null), sent.copy().setPeriod(null));
    }
}
