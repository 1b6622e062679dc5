package dev.tributary.cli.simulate;

import java.time.LocalDateTime;
import java.util.Random;

/** A planned admission: pre-admission (A05), then the stay, unless it is called off (A38). */
final class PlannedStay {

    private final Facts facts;
    private final Random random;
    private final Patient patient;

    PlannedStay(Facts facts, Random random, Patient patient) {
        this.facts = facts;
        this.random = random;
        this.patient = patient;
    }

    void play(LocalDateTime arrival) {
        LocalDateTime planned = arrival.minusDays(1 + random.nextInt(10)).minusMinutes(random.nextInt(600));
        Visit visit = new Visit(patient, arrival, "P");
        patient.adt("A05", "ADT_A05", planned, patient.pid(), visit.pv1());
        visit.is("planned");
        if (random.nextDouble() * 100 < facts.number("inpatient.cancelled.percent")) {
            patient.adt("A38", "ADT_A38", arrival.minusHours(3), patient.pid(), visit.pv1());
            visit.is("cancelled");
            return;
        }
        visit.changeClass("I");
        new Stay(facts, random, patient, visit).play(arrival, "A01", true);
    }
}
