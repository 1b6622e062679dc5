package dev.tributary.cli.simulate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * An invented person in the course of a story: who it is, what was sent about it, and what is true of it by now. Numbers,
 * visits and orders are told here and nowhere else, so that message and truth agree by construction.
 */
final class Patient {

    private static final DateTimeFormatter HL7_DATE = DateTimeFormatter.BASIC_ISO_DATE;

    private final Facts facts;
    private final Random random;
    private final String id;
    private final boolean liar;
    private final String family;
    private final String given;
    private final String sex;
    private final LocalDate birth;
    private final String city;
    private String street;
    private boolean streetKnown;
    private String mrn;
    private String formerMrn = "";
    private final Charset charset;
    private final String declared;
    private final List<SimulatedMessage> messages = new ArrayList<>();
    private final Map<String, StoryTruth.Visit> visits = new LinkedHashMap<>();
    private final Map<String, StoryTruth.Result> results = new LinkedHashMap<>();
    private final Map<String, StoryTruth.Appointment> appointments = new LinkedHashMap<>();
    private final Map<String, Integer> alerts = new LinkedHashMap<>();
    private boolean identified = true;
    private boolean everRegistered;
    private int visitCount;
    private int orderCount;

    Patient(Facts facts, Random random, String id, boolean liar) {
        this.facts = facts;
        this.random = random;
        this.id = id;
        this.liar = liar;
        this.sex = random.nextBoolean() ? "F" : "M";
        this.family = liar ? "Ascanius" : one("family");
        this.given = liar ? "Robin" : one("given." + sex);
        this.birth = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(33_000));
        this.city = liar ? "Lindenau^^04177^DE" : one("city");
        this.street = newStreet();
        this.mrn = "P" + id;
        boolean latin = liar || random.nextInt(4) == 0;
        this.charset = latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        this.declared = liar ? random.nextBoolean() ? "UNICODE UTF-8" : "" : latin ? "8859/1" : "UNICODE UTF-8";
    }

    /** From now on the patient is unknown and has a number of its own, until {@link #identify}. */
    void unknown() {
        identified = false;
        mrn = "T" + id;
    }

    boolean isIdentified() {
        return identified;
    }

    /** The unknown one is known: what was told under the temporary number is the known one's (A40). */
    void identify(LocalDateTime at) {
        formerMrn = mrn;
        mrn = "P" + id;
        identified = true;
        visits.replaceAll((number, visit) ->
                new StoryTruth.Visit(visit.number(), mrn, visit.status(), visit.patientClass(), visit.location()));
        results.replaceAll((key, result) -> new StoryTruth.Result(
                result.filler(), result.loinc(), mrn, result.value(), result.status(), result.flag()));
        adt("A40", "ADT_A39", at, pid(), new SegmentText("MRG").set(1, formerMrn + "^^^SIMHOSP^MR"));
    }

    String mrn() {
        return mrn;
    }

    /** @return the number it had before it was identified; empty if it always was */
    String formerMrn() {
        return formerMrn;
    }

    String newVisit() {
        return "V" + id + "-" + ++visitCount;
    }

    int newOrder() {
        return ++orderCount;
    }

    String id() {
        return id;
    }

    void moveHouse() {
        street = newStreet();
    }

    String one(String kind) {
        List<String> words = facts.words(kind);
        return words.get(random.nextInt(words.size()));
    }

    /** @return PID as registration sends it */
    SegmentText pid() {
        everRegistered = true;
        SegmentText pid = new SegmentText("PID").set(1, "1").set(3, mrn + "^^^SIMHOSP^MR");
        if (!identified) {
            return pid.set(5, "Unbekannt^Person").set(8, sex);
        }
        streetKnown = !liar;
        return pid.set(5, family + "^" + given)
                .set(7, HL7_DATE.format(birth))
                .set(8, sex)
                .set(11, street + "^^" + city)
                .set(13, "^PRN^PH^^49^341^555" + String.format(Locale.ROOT, "%04d", Math.abs(id.hashCode() % 10_000)));
    }

    /** @return PID as a laboratory or a scheduler sends it: number and name */
    SegmentText shortPid(String number) {
        return new SegmentText("PID")
                .set(1, "1")
                .set(3, number + "^^^SIMHOSP^MR")
                .set(5, identified ? family + "^" + given : "Unbekannt^Person");
    }

    void adt(String trigger, String structure, LocalDateTime at, SegmentText... segments) {
        List<SegmentText> all = new ArrayList<>();
        all.add(new SegmentText("EVN").set(1, trigger).set(2, SegmentText.time(at)));
        all.addAll(List.of(segments));
        message("EHR", "ADT^" + trigger + "^" + structure, at, all);
    }

    void message(String application, String type, LocalDateTime at, List<SegmentText> segments) {
        message(application, type, at, segments, false);
    }

    void message(String application, String type, LocalDateTime at, List<SegmentText> segments, boolean correction) {
        String controlId = "S" + id + "-" + (messages.size() + 1);
        StringBuilder text = new StringBuilder(1024);
        text.append(new SegmentText("MSH")
                        .set(2, "^~\\&")
                        .set(3, application)
                        .set(4, Stories.HOSPITAL)
                        .set(5, "TRIBUTARY")
                        .set(6, "HUB")
                        .set(7, SegmentText.time(at))
                        .set(9, type)
                        .set(10, controlId)
                        .set(11, "P")
                        .set(12, "2.5.1")
                        .set(18, declared))
                .append('\r');
        segments.forEach(segment -> text.append(segment).append('\r'));
        String shortType = type.substring(0, type.lastIndexOf('^'));
        messages.add(new SimulatedMessage(
                controlId, shortType, at, correction, text.toString().getBytes(charset)));
    }

    void visit(String number, String status, String patientClass, String location) {
        visits.put(number, new StoryTruth.Visit(number, mrn, status, patientClass, location));
    }

    void result(String filler, LabTest test, LabTest.Value value, String status) {
        boolean withdrawn = status.equals("entered-in-error");
        results.put(
                filler + "|" + test.loinc(),
                new StoryTruth.Result(
                        filler,
                        test.loinc(),
                        mrn,
                        withdrawn ? "" : value.text(),
                        status,
                        withdrawn ? "" : value.flag()));
    }

    void appointment(String filler, String status, LocalDateTime start) {
        appointments.put(filler, new StoryTruth.Appointment(filler, mrn, status, SegmentText.time(start)));
    }

    /** An alert of that rule must be raised once more. */
    void alert(String rule, String about) {
        alerts.merge(rule + "|" + about, 1, Integer::sum);
    }

    /** @return in the order in which their senders wrote them */
    List<SimulatedMessage> messages() {
        // a story that overlaps itself (a late result) is told in the order of its clock; equal times keep their order
        List<SimulatedMessage> sorted = new ArrayList<>(messages);
        sorted.sort((a, b) -> a.time().compareTo(b.time()));
        return sorted;
    }

    StoryTruth truth() {
        List<StoryTruth.Person> people = new ArrayList<>();
        boolean known = everRegistered && identified;
        people.add(new StoryTruth.Person(
                mrn,
                "",
                identified ? family : "Unbekannt",
                known ? birth.toString() : "",
                everRegistered ? sex.equals("F") ? "female" : "male" : "",
                known && streetKnown ? street : ""));
        if (!formerMrn.isEmpty()) {
            people.add(new StoryTruth.Person(formerMrn, mrn, "", "", "", ""));
        }
        return new StoryTruth(
                people,
                List.copyOf(visits.values()),
                List.copyOf(results.values()),
                List.copyOf(appointments.values()),
                Map.copyOf(alerts));
    }

    private String newStreet() {
        String name = liar ? "Südufer" : one("street");
        return name + " " + (1 + random.nextInt(120));
    }
}
