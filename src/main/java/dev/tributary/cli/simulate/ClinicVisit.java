package dev.tributary.cli.simulate;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;

/** An appointment: booked (S12), perhaps moved (S13), then called off (S15), missed (S26) or kept (A04, A03, S14). */
final class ClinicVisit {

    private final Facts facts;
    private final Random random;
    private final Patient patient;

    ClinicVisit(Facts facts, Random random, Patient patient) {
        this.facts = facts;
        this.random = random;
        this.patient = patient;
    }

    void play(LocalDateTime arrival) {
        String filler = "A" + patient.id();
        String doctor = patient.one("doctor");
        LocalDateTime start = arrival.withMinute(random.nextInt(4) * 15).withSecond(0);
        LocalDateTime booked = start.minusDays(3 + random.nextInt(20));
        if (happens("outpatient.moved.percent")) {
            LocalDateTime first = start.minusDays(1);
            schedule("S12", filler, doctor, booked, first, "Booked");
            schedule("S13", filler, doctor, booked.plusDays(1), start, "Booked");
        } else {
            schedule("S12", filler, doctor, booked, start, "Booked");
        }
        if (happens("outpatient.cancelled.percent")) {
            schedule("S15", filler, doctor, start.minusHours(20), start, "Cancelled");
            patient.appointment(filler, "cancelled", start);
        } else if (happens("outpatient.noshow.percent")) {
            schedule("S26", filler, doctor, start.plusHours(1), start, "Noshow");
            patient.appointment(filler, "noshow", start);
        } else {
            keep(filler, doctor, start);
        }
    }

    private void keep(String filler, String doctor, LocalDateTime start) {
        LocalDateTime at = start.minusMinutes(5);
        Visit visit = new Visit(patient, at, "O");
        visit.place(patient.one("clinic") + "/" + (1 + random.nextInt(9)));
        patient.adt("A04", "ADT_A01", at, patient.pid(), visit.pv1());
        visit.is("arrived");
        if (happens("outpatient.labs.percent")) {
            new Laboratory(facts, random, patient).panel(visit, start.plusMinutes(10));
        }
        LocalDateTime end = start.plusMinutes(15 + random.nextInt(45));
        patient.adt(
                "A03", "ADT_A03", end, patient.pid(), visit.pv1().set(36, "01").set(45, SegmentText.time(end)));
        visit.is("finished");
        schedule("S14", filler, doctor, end.plusMinutes(2), start, "Complete");
        patient.appointment(filler, "fulfilled", start);
    }

    private void schedule(
            String trigger, String filler, String doctor, LocalDateTime at, LocalDateTime start, String status) {
        patient.message(
                "SCHED",
                "SIU^" + trigger + "^SIU_S12",
                at,
                List.of(
                        new SegmentText("SCH")
                                .set(1, "O" + filler + "^SCHED")
                                .set(2, filler + "^SCHED")
                                .set(6, trigger)
                                .set(7, "CHECKUP^Check-up^L")
                                .set(8, "NORMAL^Normal^HL70277")
                                .set(9, "30")
                                .set(10, "min^^UCUM")
                                .set(
                                        11,
                                        "^^30^" + SegmentText.time(start) + "^"
                                                + SegmentText.time(start.plusMinutes(30)))
                                .set(25, status + "^" + status + "^HL70278"),
                        patient.shortPid(patient.mrn()),
                        new SegmentText("RGS").set(1, "1").set(2, "A"),
                        new SegmentText("AIS")
                                .set(1, "1")
                                .set(2, "A")
                                .set(3, "CHK^Check-up^L")
                                .set(4, SegmentText.time(start)),
                        new SegmentText("AIP").set(1, "1").set(2, "A").set(3, doctor)));
    }

    private boolean happens(String fact) {
        return random.nextDouble() * 100 < facts.number(fact);
    }
}
