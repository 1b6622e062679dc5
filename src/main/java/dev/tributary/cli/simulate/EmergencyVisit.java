package dev.tributary.cli.simulate;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Random;

/** Somebody walks in: is registered (A04), seen, and goes home (A03) or is kept in (A01, A06). Some are unknown at first. */
final class EmergencyVisit {

    private final Facts facts;
    private final Random random;
    private final Patient patient;

    EmergencyVisit(Facts facts, Random random, Patient patient) {
        this.facts = facts;
        this.random = random;
        this.patient = patient;
    }

    void play(LocalDateTime arrival) {
        boolean unknown = happens("emergency.unknown.percent");
        if (unknown) {
            patient.unknown();
        }
        Visit visit = new Visit(patient, arrival, "E");
        visit.place(Visit.bed(random, "ED"));
        patient.adt(
                "A04",
                "ADT_A01",
                arrival,
                patient.pid(),
                visit.pv1(),
                new SegmentText("PV2").set(3, "^" + patient.one("complaint")));
        visit.is("arrived");
        patient.alert("ed-registration", visit.number());
        Laboratory laboratory = new Laboratory(facts, random, patient);
        int panels = random.nextInt(3);
        for (int i = 0; i < panels; i++) {
            laboratory.panel(visit, arrival.plusMinutes(10 + random.nextInt(20)));
        }
        LocalDateTime at = arrival.plus(Visit.stay(
                random, facts.number("emergency.stay.median.minutes"), facts.number("emergency.stay.spread")));
        if (unknown) {
            patient.identify(at);
            if (happens("emergency.late.result.percent")) {
                laboratory.panel(visit, arrival.plusMinutes(30), patient.formerMrn(), at.plusMinutes(9));
            }
            at = at.plusMinutes(30);
        } else if (happens("address.changed.percent")) {
            patient.moveHouse();
            at = at.plusMinutes(1);
            patient.adt("A08", "ADT_A01", at, patient.pid(), visit.pv1());
            at = at.plusMinutes(5);
        }
        if (happens("emergency.admitted.percent")) {
            visit.changeClass("I");
            new Stay(facts, random, patient, visit).play(at, random.nextBoolean() ? "A06" : "A01", false);
        } else {
            leave(visit, at);
        }
    }

    private void leave(Visit visit, LocalDateTime at) {
        patient.adt(
                "A03",
                "ADT_A03",
                at,
                patient.pid(),
                visit.pv1().set(36, "01").set(45, SegmentText.time(at.minus(Duration.ofMinutes(2)))));
        visit.is("finished");
        patient.alert("discharge", visit.number());
    }

    private boolean happens(String fact) {
        return random.nextDouble() * 100 < facts.number(fact);
    }
}
