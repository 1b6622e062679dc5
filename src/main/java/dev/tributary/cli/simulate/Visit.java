package dev.tributary.cli.simulate;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;

/** One visit in the course of being told: its PV1 and what is true of it. */
final class Visit {

    private final Patient patient;
    private final String number;
    private final LocalDateTime begun;
    private final String doctor;
    private String patientClass;
    private String place = "";

    Visit(Patient patient, LocalDateTime begun, String patientClass) {
        this.patient = patient;
        this.number = patient.newVisit();
        this.begun = begun;
        this.doctor = patient.one("doctor");
        this.patientClass = patientClass;
    }

    String number() {
        return number;
    }

    String doctor() {
        return doctor;
    }

    String place() {
        return place;
    }

    void changeClass(String to) {
        patientClass = to;
    }

    void place(String newPlace) {
        place = newPlace;
    }

    /** @return a bed of a ward: {@code WARD4/12/2} */
    static String bed(Random random, String ward) {
        return ward + "/" + (1 + random.nextInt(20)) + "/" + (1 + random.nextInt(2));
    }

    /** @return PV1 with all that registration knows */
    SegmentText pv1() {
        return shortPv1().set(7, doctor).set(10, "MED").set(44, SegmentText.time(begun));
    }

    /** @return PV1 of whoever only mentions the visit */
    SegmentText shortPv1() {
        return new SegmentText("PV1")
                .set(1, "1")
                .set(2, patientClass)
                .set(3, hl7(place))
                .set(19, number + "^^^SIMHOSP^VN");
    }

    static String hl7(String place) {
        return place.isEmpty() ? "" : place.replace('/', '^') + "^SIMHOSP";
    }

    /** Tells the truth: in that state and, unless it has ended, where it is. */
    void is(String status) {
        boolean ended = status.equals("finished") || status.equals("cancelled");
        patient.visit(
                number,
                status,
                switch (patientClass) {
                    case "I" -> "IMP";
                    case "E" -> "EMER";
                    case "P" -> "PRENC";
                    default -> "AMB";
                },
                ended || status.equals("planned") ? "" : place);
    }

    /** @return a stay of log-normal length */
    static Duration stay(Random random, double medianMinutes, double spread) {
        double minutes = medianMinutes * StrictMath.exp(spread * random.nextGaussian());
        return Duration.ofSeconds((long) (Math.max(5, minutes) * 60));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%s)", number, patientClass);
    }
}
