package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.prove.Discrepancy.Kind;
import dev.tributary.cli.simulate.Stories;
import dev.tributary.cli.simulate.Story;
import dev.tributary.cli.simulate.StoryTruth;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The record against what must be true: who is who, visits, results, appointments. Invariants 4 to 8. */
final class RecordCheck {

    private static final int PATIENTS_AT_ONCE = 25;
    private static final String AUTHORITY = "urn:tributary:authority:" + Stories.HOSPITAL;
    private static final String FLAGS = "http://terminology.hl7.org/CodeSystem/v2-0078";
    private static final DateTimeFormatter HL7_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    private final FhirPages fhir;
    private final List<Story> stories;
    private final List<Discrepancy> found = new ArrayList<>();
    private final Map<String, JsonNode> locations = new HashMap<>();
    // what an alert is about, in the words of the truth
    private final Map<String, String> names = new HashMap<>();
    private long compared;

    RecordCheck(EngineUnderTest engine, List<Story> stories) {
        this.fhir = new FhirPages(engine);
        this.stories = stories;
    }

    List<Discrepancy> run() throws IOException {
        fhir.all("Location", 200).forEach(place -> locations.put(reference(place), place));
        for (int at = 0; at < stories.size(); at += PATIENTS_AT_ONCE) {
            compare(stories.subList(at, Math.min(stories.size(), at + PATIENTS_AT_ONCE)));
        }
        count(
                "Patient",
                stories.stream().mapToLong(s -> s.truth().patients().size()).sum());
        count(
                "Encounter",
                stories.stream().mapToLong(s -> s.truth().visits().size()).sum());
        count(
                "Observation",
                stories.stream().mapToLong(s -> s.truth().results().size()).sum());
        count(
                "Appointment",
                stories.stream().mapToLong(s -> s.truth().appointments().size()).sum());
        return found;
    }

    /** @return {@code Encounter/…} and {@code Observation/…} to visit number and {@code order|LOINC} */
    Map<String, String> names() {
        return names;
    }

    /** @return how many facts were compared */
    long compared() {
        return compared;
    }

    // what the searches below would not find: a resource that belongs to nobody
    private void count(String type, long expected) throws IOException {
        long there = fhir.count(type);
        if (there > expected) {
            add(Kind.DOUBLED, 0, type, expected + " in all", there + " in all");
        } else if (there < expected) {
            add(Kind.LOST, 0, type, expected + " in all", there + " in all");
        }
    }

    private void compare(List<Story> some) throws IOException {
        List<String> numbers = new ArrayList<>();
        some.forEach(story -> story.truth().patients().forEach(person -> numbers.add(AUTHORITY + "|" + person.mrn())));
        List<JsonNode> patients = fhir.find("Patient", "identifier", numbers);
        List<String> references =
                patients.stream().map(RecordCheck::reference).distinct().toList();
        Map<String, List<JsonNode>> encounters = new HashMap<>();
        Map<String, List<JsonNode>> reports = new HashMap<>();
        Map<String, List<JsonNode>> appointments = new HashMap<>();
        Map<String, JsonNode> observations = new HashMap<>();
        if (!references.isEmpty()) {
            byNumber(fhir.find("Encounter", "subject", references), encounters);
            byNumber(fhir.find("DiagnosticReport", "subject", references), reports);
            byNumber(fhir.find("Appointment", "actor", references), appointments);
            fhir.find("Observation", "subject", references)
                    .forEach(observation -> observations.put(reference(observation), observation));
        }
        for (Story story : some) {
            Map<String, String> ids = new HashMap<>();
            for (StoryTruth.Person person : story.truth().patients()) {
                person(story, person, patients, ids);
            }
            story.truth().visits().forEach(visit -> visit(story, visit, encounters, ids));
            story.truth().results().forEach(result -> result(story, result, reports, observations, ids));
            story.truth().appointments().forEach(each -> appointment(story, each, appointments, ids));
        }
    }

    private static void byNumber(List<JsonNode> resources, Map<String, List<JsonNode>> into) {
        for (JsonNode resource : resources) {
            for (JsonNode identifier : resource.path("identifier")) {
                List<JsonNode> same =
                        into.computeIfAbsent(identifier.path("value").asText(), number -> new ArrayList<>());
                if (!same.contains(resource)) {
                    same.add(resource);
                }
            }
        }
    }

    private void person(Story story, StoryTruth.Person person, List<JsonNode> patients, Map<String, String> ids) {
        boolean merged = !person.survivor().isEmpty();
        List<JsonNode> mine = new ArrayList<>();
        for (JsonNode patient : patients) {
            boolean inactive = !patient.path("active").asBoolean(true);
            if (has(patient, person.mrn()) && inactive == merged && !mine.contains(patient)) {
                mine.add(patient);
            }
        }
        String subject = "patient " + person.mrn();
        if (mine.size() != 1) {
            add(
                    mine.isEmpty() ? Kind.LOST : Kind.DOUBLED,
                    story.number(),
                    subject,
                    merged ? "one, inactive" : "one, active",
                    mine.size() + "");
            return;
        }
        JsonNode patient = mine.get(0);
        if (merged) {
            String survivor = ids.getOrDefault(person.survivor(), "?");
            boolean linked = false;
            for (JsonNode link : patient.path("link")) {
                linked |= link.path("type").asText().equals("replaced-by")
                        && link.at("/other/reference").asText().equals(survivor);
            }
            same(story, subject + " replaced by", "true", Boolean.toString(linked));
            return;
        }
        ids.put(person.mrn(), reference(patient));
        same(
                story,
                subject + " family",
                person.family(),
                patient.at("/name/0/family").asText());
        same(
                story,
                subject + " birth date",
                person.birthDate(),
                patient.path("birthDate").asText());
        same(story, subject + " gender", person.gender(), patient.path("gender").asText());
        same(
                story,
                subject + " street",
                person.street(),
                patient.at("/address/0/line/0").asText());
    }

    private void visit(
            Story story, StoryTruth.Visit visit, Map<String, List<JsonNode>> encounters, Map<String, String> ids) {
        String subject = "visit " + visit.number();
        JsonNode encounter = one(story, subject, encounters.getOrDefault(visit.number(), List.of()));
        if (encounter == null) {
            return;
        }
        names.put(reference(encounter), visit.number());
        same(story, subject + " patient", ids.getOrDefault(visit.mrn(), "?"), subjectOf(encounter));
        same(
                story,
                subject + " status",
                visit.status(),
                encounter.path("status").asText());
        same(
                story,
                subject + " class",
                visit.patientClass(),
                encounter.at("/class/code").asText());
        List<String> places = new ArrayList<>();
        for (JsonNode stay : encounter.path("location")) {
            if (stay.path("status").asText().equals("active")) {
                places.add(place(stay.at("/location/reference").asText()));
            }
        }
        exactly(story, subject + " location", visit.location(), String.join(" and ", places));
    }

    // SIMHOSP is the place of all places
    private String place(String reference) {
        List<String> parts = new ArrayList<>();
        String at = reference;
        while (locations.containsKey(at)) {
            JsonNode location = locations.get(at);
            parts.add(0, location.path("name").asText());
            at = location.at("/partOf/reference").asText();
        }
        return String.join("/", parts.isEmpty() ? List.of("?") : parts.subList(1, parts.size()));
    }

    private void result(
            Story story,
            StoryTruth.Result result,
            Map<String, List<JsonNode>> reports,
            Map<String, JsonNode> observations,
            Map<String, String> ids) {
        String subject = "result " + result.filler() + "|" + result.loinc();
        JsonNode report = one(story, subject, reports.getOrDefault(result.filler(), List.of()));
        if (report == null) {
            return;
        }
        List<JsonNode> mine = new ArrayList<>();
        for (JsonNode each : report.path("result")) {
            JsonNode observation = observations.get(each.path("reference").asText());
            if (observation != null
                    && observation.at("/code/coding/0/code").asText().equals(result.loinc())) {
                mine.add(observation);
            }
        }
        JsonNode observation = one(story, subject, mine);
        if (observation == null) {
            return;
        }
        names.put(reference(observation), result.filler() + "|" + result.loinc());
        same(story, subject + " patient", ids.getOrDefault(result.mrn(), "?"), subjectOf(observation));
        same(
                story,
                subject + " status",
                result.status(),
                observation.path("status").asText());
        if (!result.value().isEmpty()) {
            BigDecimal stored = observation.at("/valueQuantity/value").decimalValue();
            boolean equal = stored.compareTo(new BigDecimal(result.value())) == 0;
            exactly(story, subject + " value", result.value(), equal ? result.value() : stored.toPlainString());
            exactly(story, subject + " flag", result.flag(), flag(observation));
        }
    }

    private static String flag(JsonNode observation) {
        for (JsonNode interpretation : observation.path("interpretation")) {
            for (JsonNode coding : interpretation.path("coding")) {
                if (coding.path("system").asText().equals(FLAGS)) {
                    return coding.path("code").asText();
                }
            }
        }
        return observation.at("/interpretation/0/coding/0/code").asText();
    }

    private void appointment(
            Story story,
            StoryTruth.Appointment truth,
            Map<String, List<JsonNode>> appointments,
            Map<String, String> ids) {
        String subject = "appointment " + truth.filler();
        JsonNode appointment = one(story, subject, appointments.getOrDefault(truth.filler(), List.of()));
        if (appointment == null) {
            return;
        }
        same(
                story,
                subject + " status",
                truth.status(),
                appointment.path("status").asText());
        OffsetDateTime start = LocalDateTime.parse(truth.start(), HL7_TIME).atOffset(ZoneOffset.UTC);
        String stored = appointment.path("start").asText();
        boolean equal;
        try {
            equal = OffsetDateTime.parse(stored).isEqual(start);
        } catch (DateTimeException noTime) {
            equal = false;
        }
        exactly(story, subject + " start", start.toString(), equal ? start.toString() : stored);
        boolean takesPart = false;
        for (JsonNode participant : appointment.path("participant")) {
            takesPart |= participant.at("/actor/reference").asText().equals(ids.getOrDefault(truth.mrn(), "?"));
        }
        exactly(story, subject + " patient takes part", "true", Boolean.toString(takesPart));
    }

    private @Nullable JsonNode one(Story story, String subject, List<JsonNode> mine) {
        compared++;
        if (mine.size() == 1) {
            return mine.get(0);
        }
        add(mine.isEmpty() ? Kind.LOST : Kind.DOUBLED, story.number(), subject, "one", Integer.toString(mine.size()));
        return null;
    }

    private void same(Story story, String subject, String expected, String stored) {
        if (!expected.isEmpty()) {
            exactly(story, subject, expected, stored);
        }
    }

    private void exactly(Story story, String subject, String expected, String stored) {
        compared++;
        if (!expected.equals(stored)) {
            add(Kind.WRONG, story.number(), subject, expected, stored);
        }
    }

    private static boolean has(JsonNode patient, String mrn) {
        for (JsonNode identifier : patient.path("identifier")) {
            if (identifier.path("value").asText().equals(mrn)
                    && identifier.path("system").asText().equals(AUTHORITY)) {
                return true;
            }
        }
        return false;
    }

    private static String subjectOf(JsonNode resource) {
        return resource.at("/subject/reference").asText();
    }

    private static String reference(JsonNode resource) {
        return resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }

    private void add(Kind kind, int story, String subject, String expected, String stored) {
        found.add(new Discrepancy(kind, "record", story, subject, expected, stored));
    }
}
