package dev.tributary.record;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.ClassHistoryComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Encounter.StatusHistoryComponent;
import org.hl7.fhir.r4.model.Period;

/**
 * One statement about a visit laid over the visit: status, class and period. What is needed to undo stands in the
 * resource itself (status history, location history), and which statement decided what, in the stamps.
 */
final class EncounterTimeline {

    static final String STATUS = "status";
    static final String CLASS = "class";
    static final String LOCATION = "location";
    static final String START = "period.start";
    static final String END = "period.end";
    /** The keys by which the stamps of a timeline are kept. */
    static final List<String> KEYS = List.of(STATUS, CLASS, LOCATION, START, END);

    private final TimelineRules rules;
    private final TimelineRules.Event event;
    private final DateTimeType at;
    private final Overlay overlay;
    private final Encounter visit;
    private final Whereabouts whereabouts;
    private final Attendance attendance;

    EncounterTimeline(TimelineRules rules, Statement statement, Overlay overlay, Encounter visit) {
        this.rules = rules;
        this.event = rules.of(statement.trigger());
        this.at = statement.eventTime();
        this.overlay = overlay;
        this.visit = visit;
        this.whereabouts = new Whereabouts(visit, overlay, statement.eventTime());
        this.attendance = new Attendance(visit, overlay, statement.eventTime());
    }

    /** Takes out of the draft what the event denies: many senders leave PV1-36 and PV1-45 in an A13 or A25. */
    void prepare(Encounter draft) {
        if (event.undoesDischarge()) {
            draft.getHospitalization().setDischargeDisposition(null).setDestination(null);
            draft.getPeriod().setEndElement(null);
        }
    }

    /** What the sender deletes of what the timeline decides: whoever takes part leaves, all else is for the triggers. */
    void delete(ElementPath path) {
        if (!path.steps().isEmpty()) {
            attendance.leave(path);
        }
    }

    void apply(Encounter draft) {
        if (!overlay.owns()) {
            fill(draft);
            attendance.tell(draft, false);
            return;
        }
        if (isCancelOfNothing()) {
            overlay.note(RecordNote.Kind.NOTHING_TO_CANCEL, STATUS);
            return;
        }
        // the histories are told with the start as it was before this event
        Period before = visit.getPeriod().copy();
        boolean wasNew = !visit.hasStatus();
        boolean comesIn = comesIn();
        classOf(draft, before);
        boolean decided = status(draft, before);
        start(draft, decided && comesIn);
        end(draft);
        boolean leaves = event.step() == TimelineRules.Step.END && !wasNew;
        if (event.step() != TimelineRules.Step.CANCEL && !leaves) {
            whereabouts.tell(draft, event.place(), isOver());
        }
        if (decided
                && event.step() == TimelineRules.Step.END
                && visit.getPeriod().hasEnd()) {
            whereabouts.leave(visit.getPeriod().getEndElement());
        }
        attendance.tell(draft, decided && comesIn);
        if (event.undoesDischarge()) {
            undoDischarge();
        }
    }

    // a patient who is in the house has not been pre-admitted any more: an A38 must not send him away
    private boolean isCancelOfNothing() {
        return !event.from().isEmpty()
                && visit.hasStatus()
                && visit.getStatus() != EncounterStatus.UNKNOWN
                && visit.getStatus() != event.status()
                && !event.from().contains(visit.getStatus());
    }

    // an A25 after the discharge has nothing to take back any more
    private void undoDischarge() {
        if (visit.getStatus() == EncounterStatus.FINISHED) {
            return;
        }
        for (String key : List.of("hospitalization.dischargeDisposition", "hospitalization.destination")) {
            if (overlay.mayWrite(key, !Elements.at(visit, key).isEmpty())) {
                overlay.forget(key);
            }
        }
    }

    /** Whether this event is the patient's coming, told before the event changes anything. */
    private boolean comesIn() {
        boolean begins = event.step() == TimelineRules.Step.BEGIN;
        if (!visit.hasStatus()) {
            return begins || event.step() == TimelineRules.Step.REACH;
        }
        return switch (visit.getStatus()) {
            case UNKNOWN, PLANNED -> begins || event.step() == TimelineRules.Step.REACH;
            default -> begins && isOver();
        };
    }

    private void fill(Encounter draft) {
        if (!visit.hasStatus()) {
            visit.setStatus(statusOf(draft));
        }
        if (!visit.hasClass_() && draft.hasClass_()) {
            visit.setClass_(draft.getClass_().copy());
        }
        if (!visit.hasLocation()) {
            draft.getLocation().forEach(place -> visit.addLocation(place.copy()));
        }
        if (!visit.getPeriod().hasStart() && draft.getPeriod().hasStart()) {
            visit.getPeriod()
                    .setStartElement(draft.getPeriod().getStartElement().copy());
        }
        KEYS.forEach(overlay::markIfNew);
    }

    private static EncounterStatus statusOf(Encounter draft) {
        return draft.hasStatus() ? draft.getStatus() : EncounterStatus.UNKNOWN;
    }

    /** Whether this statement is the one that decides the status now. */
    private boolean status(Encounter draft, Period before) {
        if (event.step() == TimelineRules.Step.KEEP) {
            if (!visit.hasStatus()) {
                visit.setStatus(statusOf(draft));
                overlay.markOpen(STATUS);
            }
            return false;
        }
        if (!overlay.isNewerThan(STATUS, visit.hasStatus())) {
            if (overlay.isOlderThan(STATUS, visit.hasStatus())) {
                tellPast();
            }
            return false;
        }
        overlay.mark(STATUS);
        step(draft, before);
        return true;
    }

    private void step(Encounter draft, Period before) {
        EncounterStatus now = visit.hasStatus() ? visit.getStatus() : EncounterStatus.UNKNOWN;
        boolean over = rules.isEnded(now);
        switch (event.step()) {
            case BEGIN -> {
                if (over || rules.isForward(now, event.status())) {
                    go(now, before);
                    reopen(over);
                }
            }
            case REACH -> {
                if (!over && rules.isForward(now, event.status())) {
                    go(now, before);
                }
            }
            case TURN -> {
                if (!over) {
                    go(now, before);
                }
            }
            case END -> go(now, before);
            case CANCEL -> cancel(now, before);
            case UNDO -> undo(draft, now);
            case KEEP -> {}
        }
    }

    private void go(EncounterStatus now, Period before) {
        if (now == event.status()) {
            return;
        }
        if (now != EncounterStatus.UNKNOWN) {
            Period span = span(since(before));
            visit.addStatusHistory().setStatus(now).setPeriod(span);
        }
        visit.setStatus(event.status());
    }

    private void reopen(boolean over) {
        if (over) {
            visit.getPeriod().setEndElement(null);
            overlay.mark(END);
        }
    }

    private Period span(DateTimeType since) {
        return new Period().setStartElement(since).setEndElement(at.copy());
    }

    private DateTimeType since(Period before) {
        if (visit.hasStatusHistory()) {
            StatusHistoryComponent last =
                    visit.getStatusHistory().get(visit.getStatusHistory().size() - 1);
            return last.getPeriod().getEndElement().copy();
        }
        return before.getStartElement().copy();
    }

    private void cancel(EncounterStatus now, Period before) {
        if (now == EncounterStatus.UNKNOWN || now == event.status()) {
            overlay.note(RecordNote.Kind.NOTHING_TO_CANCEL, STATUS);
        }
        if (goBack(now)) {
            return;
        }
        if (now == EncounterStatus.PLANNED) {
            go(now, before);
        }
        visit.setStatus(event.status());
        visit.getPeriod().setEndElement(null);
        overlay.mark(END);
        whereabouts.clear();
    }

    // whose admission is cancelled in the emergency department is still there
    private boolean goBack(EncounterStatus now) {
        if (rules.isEnded(now)) {
            return false;
        }
        List<StatusHistoryComponent> history = visit.getStatusHistory();
        int last = history.size() - 1;
        while (last >= 0
                && !(event.back().contains(history.get(last).getStatus())
                        && rules.isForward(history.get(last).getStatus(), now))) {
            last--;
        }
        if (last < 0) {
            return false;
        }
        StatusHistoryComponent before = history.get(last);
        DateTimeType came = before.getPeriod().getEndElement();
        visit.setStatus(before.getStatus());
        visit.setStatusHistory(new ArrayList<>(history.subList(0, last)));
        classBefore(came);
        whereabouts.takeBack(came);
        return true;
    }

    private void classBefore(DateTimeType came) {
        while (visit.hasClassHistory()) {
            int last = visit.getClassHistory().size() - 1;
            ClassHistoryComponent before = visit.getClassHistory().get(last);
            if (Moments.isBefore(before.getPeriod().getEndElement(), came)) {
                return;
            }
            visit.setClass_(before.getClass_());
            visit.getClassHistory().remove(last);
            overlay.mark(CLASS);
        }
    }

    private void undo(Encounter draft, EncounterStatus now) {
        if (now != event.status()) {
            if (now == EncounterStatus.UNKNOWN) {
                visit.setStatus(statusOf(draft));
            }
            overlay.note(RecordNote.Kind.NOTHING_TO_CANCEL, STATUS);
        } else if (visit.hasStatusHistory()) {
            visit.setStatus(visit.getStatusHistory()
                    .remove(visit.getStatusHistory().size() - 1)
                    .getStatus());
        } else {
            visit.setStatus(
                    draft.hasStatus() && draft.getStatus() != now ? draft.getStatus() : EncounterStatus.INPROGRESS);
        }
        if (isUndoOf(EncounterStatus.FINISHED)) {
            whereabouts.comeBack(visit.getPeriod().getEndElement());
            visit.getPeriod().setEndElement(null);
            overlay.mark(END);
        }
    }

    private boolean isUndoOf(EncounterStatus status) {
        return event.step() == TimelineRules.Step.UNDO && event.status() == status;
    }

    // a first state heard of too late: it goes in front of the history, if it lies before everything known
    private void tellPast() {
        boolean states = event.step() == TimelineRules.Step.BEGIN || event.step() == TimelineRules.Step.REACH;
        DateTimeType first = visit.hasStatusHistory()
                ? visit.getStatusHistoryFirstRep().getPeriod().getStartElement()
                : visit.getPeriod().getStartElement();
        boolean isCancelled = visit.getStatus() == EncounterStatus.CANCELLED;
        boolean isKnown = event.status() == visit.getStatus()
                || visit.getStatusHistory().stream().anyMatch(past -> past.getStatus() == event.status());
        if (states && !isCancelled && !isKnown && Moments.isBefore(at, first)) {
            StatusHistoryComponent past = new StatusHistoryComponent();
            past.setStatus(event.status());
            past.setPeriod(new Period().setStartElement(at.copy()).setEndElement(first.copy()));
            visit.getStatusHistory().add(0, past);
        }
    }

    private void start(Encounter draft, boolean comesIn) {
        if (draft.getPeriod().hasStart()) {
            if (overlay.mayWrite(START, visit.getPeriod().hasStart())) {
                visit.getPeriod()
                        .setStartElement(draft.getPeriod().getStartElement().copy());
                overlay.mark(START);
            }
            return;
        }
        if (comesIn && overlay.isNewerThan(START, true)) {
            visit.getPeriod().setStartElement(at.copy());
            overlay.mark(START);
        }
    }

    private void end(Encounter draft) {
        boolean ends = event.step() == TimelineRules.Step.END;
        DateTimeType end = draft.getPeriod().hasEnd() ? draft.getPeriod().getEndElement() : at;
        boolean tells = ends || draft.getPeriod().hasEnd();
        if (tells
                && visit.getStatus() == EncounterStatus.FINISHED
                && overlay.mayWrite(END, visit.getPeriod().hasEnd())) {
            visit.getPeriod().setEndElement(end.copy());
            overlay.mark(END);
        }
    }

    private boolean isOver() {
        return rules.isEnded(visit.getStatus());
    }

    private void classOf(Encounter draft, Period before) {
        // a cancel repeats the class of what it cancels
        boolean cancels = event.step() == TimelineRules.Step.CANCEL && visit.hasClass_();
        if (cancels || !draft.hasClass_() || !overlay.mayWrite(CLASS, visit.hasClass_())) {
            return;
        }
        Coding now = visit.getClass_();
        if (visit.hasClass_() && !overlay.isOpen(CLASS) && !isSame(now, draft.getClass_())) {
            DateTimeType since = visit.hasClassHistory()
                    ? visit.getClassHistory()
                            .get(visit.getClassHistory().size() - 1)
                            .getPeriod()
                            .getEndElement()
                    : before.getStartElement();
            visit.addClassHistory().setClass_(now.copy()).setPeriod(span(since.copy()));
        }
        visit.setClass_(draft.getClass_().copy());
        overlay.mark(CLASS);
    }

    private static boolean isSame(Coding one, Coding other) {
        return String.valueOf(one.getSystem()).equals(String.valueOf(other.getSystem()))
                && String.valueOf(one.getCode()).equals(String.valueOf(other.getCode()));
    }
}
