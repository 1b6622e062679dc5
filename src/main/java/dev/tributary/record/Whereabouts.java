package dev.tributary.record;

import java.util.List;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** Where the patient of a visit is and was: {@code Encounter.location} as a list in the order of time. */
final class Whereabouts {

    private static final String CLASSIFICATION =
            "http://hl7.org/fhir/StructureDefinition/subject-locationClassification";

    private final Encounter visit;
    private final Overlay overlay;
    private final DateTimeType at;

    Whereabouts(Encounter visit, Overlay overlay, DateTimeType at) {
        this.visit = visit;
        this.overlay = overlay;
        this.at = at;
    }

    /**
     * @param place what the event does to the place
     * @param isOver whether the visit has ended: then nobody is anywhere any more
     */
    void tell(Encounter draft, TimelineRules.Place place, boolean isOver) {
        EncounterLocationComponent current = current(draft);
        if (current == null && place != TimelineRules.Place.UNDO) {
            return;
        }
        if (!overlay.isNewerThan(EncounterTimeline.LOCATION, visit.hasLocation())) {
            boolean late = overlay.isOlderThan(EncounterTimeline.LOCATION, visit.hasLocation());
            if (late && place == TimelineRules.Place.MOVE && current != null) {
                tellPast(current);
                remember();
            }
            return;
        }
        overlay.mark(EncounterTimeline.LOCATION);
        tellNew(draft, place, isOver, current);
        if (place == TimelineRules.Place.MOVE) {
            remember();
        }
    }

    // a move heard of once and told again when the story has gone on must not find a gap it had not found before
    private void remember() {
        if (!isKnown(at)) {
            overlay.mark(moveKey(at));
        }
    }

    private boolean isKnown(DateTimeType start) {
        return visit.getLocation().stream()
                .anyMatch(place -> start.getValue().equals(place.getPeriod().getStart()));
    }

    private void tellNew(
            Encounter draft, TimelineRules.Place place, boolean isOver, @Nullable EncounterLocationComponent current) {
        if (isOver) {
            tellOver(place, current);
        } else if (place == TimelineRules.Place.UNDO) {
            goBack(current);
        } else if (current != null) {
            switch (place) {
                case CORRECT -> correct(current, EncounterLocationStatus.ACTIVE);
                case PLAN -> plan(current);
                default -> move(draft, current);
            }
            others(draft);
        }
    }

    // nobody goes anywhere after the end, but what was before it can still be heard of
    private void tellOver(TimelineRules.Place place, @Nullable EncounterLocationComponent current) {
        if (current == null || visit.getStatus() != EncounterStatus.FINISHED) {
            return;
        }
        if (place == TimelineRules.Place.MOVE) {
            tellPast(current);
        } else if (place == TimelineRules.Place.CORRECT && !visit.hasLocation()) {
            correct(current, EncounterLocationStatus.COMPLETED);
        }
    }

    private static @Nullable EncounterLocationComponent current(Encounter draft) {
        return draft.getLocation().stream()
                .filter(place -> !isTemporary(place) && !isOf(place, EncounterLocationStatus.COMPLETED))
                .filter(place -> !isOf(place, EncounterLocationStatus.RESERVED))
                .findFirst()
                .orElse(null);
    }

    private static boolean isTemporary(EncounterLocationComponent place) {
        return place.hasExtension(CLASSIFICATION);
    }

    private static boolean isOf(EncounterLocationComponent place, EncounterLocationStatus status) {
        return place.getStatus() == status;
    }

    private static boolean isSame(EncounterLocationComponent one, EncounterLocationComponent other) {
        return Elements.same(one.getLocation(), other.getLocation());
    }

    /** The place the patient is in, or null. */
    private @Nullable EncounterLocationComponent open() {
        return visit.getLocation().stream()
                .filter(place -> !isTemporary(place) && !place.getPeriod().hasEnd())
                .filter(place -> !place.hasStatus() || isOf(place, EncounterLocationStatus.ACTIVE))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private void move(Encounter draft, EncounterLocationComponent current) {
        EncounterLocationComponent open = open();
        if (open != null && isSame(open, current)) {
            if (!open.getPeriod().hasStart()) {
                open.getPeriod().setStartElement(at.copy());
            }
            return;
        }
        if (open != null && Moments.isBefore(at, open.getPeriod().getStartElement())) {
            // entered late: the patient has gone on since
            tellPast(current);
            return;
        }
        if (open == null) {
            comeFrom(draft);
        } else {
            close(open, at);
        }
        visit.getLocation()
                .removeIf(place -> isOf(place, EncounterLocationStatus.PLANNED)
                        || isOf(place, EncounterLocationStatus.RESERVED) && isSame(place, current));
        EncounterLocationComponent next = current.copy();
        next.setStatus(EncounterLocationStatus.ACTIVE).setPeriod(new Period().setStartElement(at.copy()));
        visit.addLocation(next);
    }

    // PV1-6 tells where from, if we never heard of that place
    private void comeFrom(Encounter draft) {
        if (visit.getLocation().stream().noneMatch(place -> isOf(place, EncounterLocationStatus.COMPLETED))) {
            draft.getLocation().stream()
                    .filter(place -> isOf(place, EncounterLocationStatus.COMPLETED) && !isTemporary(place))
                    .findFirst()
                    .ifPresent(prior -> {
                        EncounterLocationComponent past = prior.copy();
                        close(past, at);
                        visit.addLocation(past);
                    });
        }
    }

    private static void close(EncounterLocationComponent place, DateTimeType at) {
        place.setStatus(EncounterLocationStatus.COMPLETED);
        place.getPeriod().setEndElement(at.copy());
    }

    private void plan(EncounterLocationComponent current) {
        visit.getLocation().removeIf(place -> isOf(place, EncounterLocationStatus.PLANNED));
        EncounterLocationComponent next = current.copy();
        visit.addLocation(next.setStatus(EncounterLocationStatus.PLANNED));
    }

    private void correct(EncounterLocationComponent current, EncounterLocationStatus status) {
        EncounterLocationComponent open = open();
        if (open != null) {
            open.setLocation(current.getLocation().copy());
            return;
        }
        if (visit.getStatus() == EncounterStatus.PLANNED) {
            plan(current);
            return;
        }
        EncounterLocationComponent next = current.copy();
        next.setStatus(status);
        if (visit.getPeriod().hasStart()) {
            next.getPeriod().setStartElement(visit.getPeriod().getStartElement().copy());
        }
        visit.addLocation(next);
    }

    // PV1-11 and PV1-42: what is sent replaces what was sent before
    private void others(Encounter draft) {
        List<EncounterLocationComponent> sent = draft.getLocation().stream()
                .filter(place -> isTemporary(place) || isOf(place, EncounterLocationStatus.RESERVED))
                .toList();
        if (sent.stream().anyMatch(Whereabouts::isTemporary)) {
            visit.getLocation().removeIf(Whereabouts::isTemporary);
        }
        if (sent.stream().anyMatch(place -> isOf(place, EncounterLocationStatus.RESERVED))) {
            visit.getLocation().removeIf(place -> isOf(place, EncounterLocationStatus.RESERVED));
        }
        sent.forEach(place -> visit.addLocation(place.copy()));
    }

    // a move that was heard of too late, or entered late, goes between what came before and after it
    private void tellPast(EncounterLocationComponent current) {
        List<EncounterLocationComponent> places = visit.getLocation();
        if (isKnown(at) || overlay.isMarked(moveKey(at))) {
            return;
        }
        int next = 0;
        while (next < places.size()
                && !Moments.isBefore(at, places.get(next).getPeriod().getStartElement())) {
            next++;
        }
        EncounterLocationComponent before = next == 0 ? null : places.get(next - 1);
        boolean within = before != null
                && before.getPeriod().hasEnd()
                && Moments.isBefore(at, before.getPeriod().getEndElement());
        boolean same =
                before != null && isSame(before, current) || next < places.size() && isSame(places.get(next), current);
        if (same || next == places.size() && !within) {
            return;
        }
        EncounterLocationComponent past = current.copy();
        past.setPeriod(new Period().setStartElement(at.copy()));
        close(
                past,
                next < places.size()
                        ? places.get(next).getPeriod().getStartElement()
                        : visit.getLocation().get(next - 1).getPeriod().getEndElement());
        if (before != null && within) {
            before.getPeriod().setEndElement(at.copy());
        }
        places.add(next, past);
    }

    private static String moveKey(DateTimeType start) {
        return "location@" + start.getValue().toInstant();
    }

    // A12: the last move did not happen
    private void goBack(@Nullable EncounterLocationComponent current) {
        EncounterLocationComponent open = open();
        EncounterLocationComponent former = lastCompleted();
        if (open != null && former != null) {
            visit.getLocation().remove(open);
            reopen(former);
            if (open.getPeriod().hasStart()) {
                overlay.mark(moveKey(open.getPeriod().getStartElement()));
            }
            return;
        }
        overlay.note(RecordNote.Kind.NOTHING_TO_CANCEL, EncounterTimeline.LOCATION);
        if (current != null) {
            correct(current, EncounterLocationStatus.ACTIVE);
        }
    }

    private @Nullable EncounterLocationComponent lastCompleted() {
        return visit.getLocation().stream()
                .filter(place -> isOf(place, EncounterLocationStatus.COMPLETED) && !isTemporary(place))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private static void reopen(EncounterLocationComponent place) {
        place.setStatus(EncounterLocationStatus.ACTIVE);
        place.getPeriod().setEndElement(null);
    }

    /** A discharge leaves the place; told again with another time, it left at that time. */
    void leave(DateTimeType end) {
        EncounterLocationComponent open = open();
        EncounterLocationComponent last = open == null ? lastCompleted() : open;
        if (last != null) {
            close(last, end);
        }
        overlay.mark(EncounterTimeline.LOCATION);
    }

    /** A discharge that was cancelled: the patient is where the discharge left from. */
    void comeBack(DateTimeType end) {
        EncounterLocationComponent last = lastCompleted();
        if (open() == null
                && last != null
                && end.hasValue()
                && end.getValue().equals(last.getPeriod().getEnd())) {
            reopen(last);
        }
    }

    /** A visit that never was: nobody was anywhere. */
    void clear() {
        for (EncounterLocationComponent place : visit.getLocation()) {
            if (place.getPeriod().hasStart()) {
                overlay.mark(moveKey(place.getPeriod().getStartElement()));
            }
        }
        visit.getLocation().clear();
        overlay.mark(EncounterTimeline.LOCATION);
    }

    /** A coming that was cancelled: the patient is where he was before it. */
    void takeBack(DateTimeType came) {
        List<EncounterLocationComponent> places = visit.getLocation();
        places.removeIf(place -> {
            boolean since = !isTemporary(place)
                    && place.getPeriod().hasStart()
                    && !Moments.isBefore(place.getPeriod().getStartElement(), came);
            if (since) {
                overlay.mark(moveKey(place.getPeriod().getStartElement()));
            }
            return since;
        });
        EncounterLocationComponent last = lastCompleted();
        if (open() == null && last != null && !Moments.isBefore(last.getPeriod().getEndElement(), came)) {
            reopen(last);
        }
        overlay.mark(EncounterTimeline.LOCATION);
    }
}
