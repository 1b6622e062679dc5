package dev.tributary.cli.simulate;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Random;

/** An inpatient stay: admission, transfers, a draw each morning, updates, discharge, and what is taken back of these. */
final class Stay {

    private static final int LONGEST_HOURS = 24 * 60;

    private final Facts facts;
    private final Random random;
    private final Patient patient;
    private final Visit visit;

    Stay(Facts facts, Random random, Patient patient, Visit visit) {
        this.facts = facts;
        this.random = random;
        this.patient = patient;
        this.visit = visit;
    }

    /**
     * @param at the admission
     * @param trigger A01, or A06 where an emergency patient is kept in
     * @param planned whether it may be called off after all (A11)
     */
    void play(LocalDateTime at, String trigger, boolean planned) {
        visit.place(Visit.bed(random, patient.one("ward")));
        patient.adt(
                trigger,
                trigger.equals("A06") ? "ADT_A06" : "ADT_A01",
                at,
                patient.pid(),
                visit.pv1(),
                new SegmentText("DG1")
                        .set(1, "1")
                        .set(3, patient.one("diagnosis"))
                        .set(6, "A"));
        visit.is("in-progress");
        patient.alert("admission", visit.number());
        if (planned && happens("inpatient.cancelled.percent")) {
            patient.adt("A11", "ADT_A09", at.plusMinutes(50), patient.pid(), visit.pv1());
            visit.is("cancelled");
            return;
        }
        // the mean of a log-normal distribution is its median times e^(s²/2)
        double spread = facts.number("inpatient.stay.spread");
        double median = facts.number("inpatient.stay.mean.days") * 24 * 60 / StrictMath.exp(spread * spread / 2);
        Duration length = Visit.stay(random, Math.max(median, 60), spread);
        long hours = Math.max(6, Math.min(LONGEST_HOURS, length.toHours()));
        days(at, hours);
        discharge(at.plusHours(hours).plusMinutes(random.nextInt(50)));
    }

    // everything between admission and discharge happens at an hour of its own, so that the story has one order
    private void days(LocalDateTime admitted, long hours) {
        Laboratory laboratory = new Laboratory(facts, random, patient);
        double eachHours = facts.number("inpatient.labs.each.hours");
        double transfers = facts.number("inpatient.transfers.mean") / hours;
        double updates = facts.number("visit.updates.mean") / hours;
        for (long hour = 1; hour < hours - 1; hour++) {
            LocalDateTime at = admitted.plusHours(hour).plusMinutes(random.nextInt(40));
            if (hour % (long) eachHours == 6 && hour < hours - 4) {
                laboratory.panel(visit, at);
            } else if (random.nextDouble() < transfers) {
                transfer(at);
            } else if (random.nextDouble() < updates) {
                if (happens("address.changed.percent")) {
                    patient.moveHouse();
                }
                patient.adt("A08", "ADT_A01", at, patient.pid(), visit.pv1());
            }
        }
    }

    private void transfer(LocalDateTime at) {
        String before = visit.place();
        String to = Visit.bed(random, patient.one("ward"));
        if (to.equals(before)) {
            return;
        }
        visit.place(to);
        patient.adt("A02", "ADT_A02", at, patient.pid(), visit.pv1().set(6, Visit.hl7(before)));
        visit.is("in-progress");
        if (happens("inpatient.transfer.cancelled.percent")) {
            visit.place(before);
            patient.adt("A12", "ADT_A12", at.plusMinutes(10), patient.pid(), visit.pv1());
            visit.is("in-progress");
        }
    }

    private void discharge(LocalDateTime at) {
        LocalDateTime last = at;
        send(last);
        if (happens("inpatient.discharge.cancelled.percent")) {
            patient.adt("A13", "ADT_A01", last.plusMinutes(20), patient.pid(), visit.pv1());
            last = last.plusHours(5);
            send(last);
        }
        visit.is("finished");
    }

    private void send(LocalDateTime at) {
        patient.adt(
                "A03",
                "ADT_A03",
                at,
                patient.pid(),
                visit.pv1().set(36, "01").set(45, SegmentText.time(at.minusMinutes(5))));
        patient.alert("discharge", visit.number());
    }

    private boolean happens(String fact) {
        return random.nextDouble() * 100 < facts.number(fact);
    }
}
