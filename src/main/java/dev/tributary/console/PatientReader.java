package dev.tributary.console;

import dev.tributary.alert.ledger.AlertEntry;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertSearch;
import dev.tributary.base.MessageId;
import dev.tributary.flow.management.audit.Audited;
import dev.tributary.flow.processing.FeedPreparation;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Segment;
import dev.tributary.hl7.WireMessage;
import dev.tributary.identity.IdentityHistory;
import dev.tributary.identity.NumberOwners;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import dev.tributary.store.FhirStore;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Finds patients and tells what happened to one of them. Each question has a bound, however long the record is. */
final class PatientReader {

    private static final int MOST_MESSAGES = 60;
    private static final int MOST_FOUND = 25;
    private static final int MOST_OF_A_TYPE = 100;
    private static final int MOST_ALERTS = 200;
    private static final int MOST_CONFLICTS = 20;
    private static final int MOST_NUMBERS = 30;
    private static final int LARGEST = 1 << 20;
    private static final int PLACES_ABOVE = 5;
    private static final Pattern SOURCE = Pattern.compile("urn:tributary:message:(\\d+).*");

    private final FhirStore store;
    private final IdentityHistory history;
    private final NumberOwners owners;
    private final AlertLedger alerts;
    private final MessageSearch search;
    private final FeedRegistry feeds;
    private final MergeMessages merges;
    private final FeedPreparation preparation;

    PatientReader(
            FhirStore store,
            IdentityHistory history,
            NumberOwners owners,
            AlertLedger alerts,
            MessageSearch search,
            FeedRegistry feeds,
            MergeMessages merges) {
        this.store = store;
        this.history = history;
        this.owners = owners;
        this.alerts = alerts;
        this.search = search;
        this.feeds = feeds;
        this.merges = merges;
        this.preparation = new FeedPreparation(feeds);
    }

    /**
     * @param q numbers and names, as the search of messages takes them
     * @return patients with such a number, and those whom messages with all of these words speak of
     */
    List<PatientAccount.Found> find(String q) {
        List<String> words = MessagesApi.words(q);
        Audited.numbers(words);
        if (words.isEmpty()) {
            return List.of();
        }
        Set<String> ids = new LinkedHashSet<>();
        if (words.size() == 1) {
            owners.of(words).values().forEach(ids::addAll);
            ids.add(words.get(0).replace("Patient/", ""));
        }
        Set<String> numbers = new LinkedHashSet<>();
        for (MessageSummary message :
                search.find(MessageQuery.NEWEST.withTerms(words).withLimit(MOST_MESSAGES))) {
            if (message.size() <= LARGEST) {
                search.read(message.id())
                        .ifPresent(one -> numbers(read(one)).forEach(each -> numbers.add(each.value())));
            }
        }
        owners.of(numbers).values().forEach(ids::addAll);
        Map<String, Resource> patients = store.readAll(
                ids.stream().limit(MOST_FOUND).map(id -> "Patient/" + id).toList());
        patients.keySet().forEach(Audited::patient);
        return patients.values().stream()
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .map(patient -> new PatientAccount.Found(
                        patient.getIdPart(),
                        name(patient),
                        Stream.concat(
                                        facts(patient).stream(),
                                        patient.getIdentifier().stream().map(Identifier::getValue))
                                .filter(Objects::nonNull)
                                .collect(Collectors.joining(" · "))))
                .toList();
    }

    /** @return all that is told of one patient */
    PatientAccount of(String id) {
        String reference = "Patient/" + id;
        if (!(store.read("Patient", id).orElse(null) instanceof Patient patient)) {
            throw new NotFoundException("The record has no patient " + id + ".");
        }
        List<PatientAccount.Line> lines = new ArrayList<>();
        List<Encounter> encounters = of(Encounter.class, reference);
        Map<String, String> places = places(encounters);
        encounters.forEach(each -> lines.add(encounter(each, places)));
        of(DiagnosticReport.class, reference)
                .forEach(each -> lines.add(line(
                        each,
                        "report",
                        time(each.getEffective()),
                        words(each.getCode())
                                + status(each.hasStatus() ? each.getStatus().toCode() : ""),
                        List.of())));
        of(Observation.class, reference)
                .forEach(each -> lines.add(line(
                        each,
                        "result",
                        time(each.getEffective()),
                        words(each.getCode()) + ": " + value(each)
                                + status(each.hasStatus() ? each.getStatus().toCode() : ""),
                        List.of())));
        of(Immunization.class, reference)
                .forEach(each -> lines.add(line(
                        each, "immunization", time(each.getOccurrence()), words(each.getVaccineCode()), List.of())));
        of(DocumentReference.class, reference)
                .forEach(each ->
                        lines.add(line(each, "document", instant(each.getDate()), words(each.getType()), List.of())));
        alerts.search(AlertSearch.ofPatient(reference, MOST_ALERTS)).forEach(each -> lines.add(alert(each)));
        history.of(id).forEach(each -> lines.add(identity(each, id)));
        lines.sort(Comparator.comparing(PatientAccount.Line::at).reversed());
        return new PatientAccount(
                id,
                name(patient),
                facts(patient),
                patient.getIdentifier().stream()
                        .map(each -> new PatientAccount.Number(
                                text(each.getValue()), text(each.getSystem()), words(each.getType())))
                        .toList(),
                patient.getLink().stream()
                        .filter(link -> link.hasType() && link.getType() == Patient.LinkType.REPLACEDBY)
                        .map(link -> text(link.getOther().getReference()).replace("Patient/", ""))
                        .findFirst()
                        .orElse(""),
                lines);
    }

    /** @return messages that wait since their numbers belong to more than one patient, the latest first */
    List<PatientAccount.Conflict> conflicts() {
        List<PatientAccount.Conflict> conflicts = new ArrayList<>();
        for (MessageState state : List.of(MessageState.HELD, MessageState.FAILED)) {
            for (MessageSummary message : search.find(MessageQuery.NEWEST
                    .withReason("IDENTITY_CONFLICT")
                    .withState(state)
                    .withLimit(MOST_CONFLICTS))) {
                search.read(message.id()).ifPresent(one -> conflicts.add(conflict(one)));
            }
        }
        return conflicts;
    }

    /** @return one message that waits; null if it does not, or for another reason */
    PatientAccount.@Nullable Conflict conflict(long id) {
        return search.read(new MessageId(id))
                .filter(one -> one.summary().reason().equals("IDENTITY_CONFLICT"))
                .map(this::conflict)
                .orElse(null);
    }

    private PatientAccount.Conflict conflict(JournaledMessage one) {
        MessageSummary message = one.summary();
        Hl7Message read = message.size() <= LARGEST ? read(one) : null;
        List<RawNumber> all = read == null ? List.of() : numbers(read);
        List<RawNumber> numbers = all.stream().limit(MOST_NUMBERS).toList();
        Map<String, Set<String>> whose = new HashMap<>();
        numbers.forEach(number -> whose.computeIfAbsent(number.raw(), raw -> merges.ownersOf(one, raw)));
        Map<String, Resource> patients = store.readAll(whose.values().stream()
                .flatMap(Collection::stream)
                .distinct()
                .map(each -> "Patient/" + each)
                .toList());
        List<PatientAccount.Side> sides = new ArrayList<>();
        for (RawNumber number : numbers) {
            Set<String> its = whose.getOrDefault(number.raw(), Set.of());
            for (String patient : its.isEmpty() ? List.of("") : List.copyOf(its)) {
                sides.add(new PatientAccount.Side(
                        number.value(),
                        patient,
                        patients.get("Patient/" + patient) instanceof Patient known
                                ? name(known) + " " + String.join(" ", facts(known))
                                : "",
                        number.raw()));
            }
        }
        return new PatientAccount.Conflict(
                message.id().value(),
                Times.exact(message.receivedAt()),
                message.feed().value(),
                message.detail(),
                message.where(),
                sides,
                message.state() == MessageState.HELD,
                read != null && message.where().equals("PID-3") && all.size() <= MOST_NUMBERS && isOfOnePerson(read));
    }

    // two PID or an MRG name two persons, and some messages do so on purpose (A24, A37, A43): they are not one by that
    private static boolean isOfOnePerson(Hl7Message message) {
        return message.segments().stream()
                                .filter(segment -> segment.name().equals("PID"))
                                .count()
                        == 1
                && message.segments().stream()
                        .noneMatch(segment -> segment.name().equals("MRG"));
    }

    /** A repetition of PID-3 or MRG-1 as it stands, and its first component. */
    record RawNumber(String value, String raw) {}

    private Hl7Message read(JournaledMessage one) {
        MessageSummary message = one.summary();
        Charset charset = feeds.find(message.feed()).map(feed -> feed.charset()).orElse(StandardCharsets.UTF_8);
        return Hl7Reader.read(
                preparation
                        .of(new WireMessage(one.bytes(), message.feed(), message.remote(), message.receivedAt()))
                        .bytes(),
                charset);
    }

    private static List<RawNumber> numbers(Hl7Message message) {
        List<RawNumber> numbers = new ArrayList<>();
        for (Segment segment : message.segments()) {
            int field = segment.name().equals("PID") ? 3 : segment.name().equals("MRG") ? 1 : 0;
            if (field > 0) {
                segment.field(field).repetitions().forEach(each -> {
                    String value = each.component(1).text();
                    if (!value.isEmpty()) {
                        numbers.add(new RawNumber(value, each.raw()));
                    }
                });
            }
        }
        return numbers;
    }

    private <T extends Resource> List<T> of(Class<T> type, String patient) {
        return store.ofPatient(type.getSimpleName(), patient).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .limit(MOST_OF_A_TYPE)
                .toList();
    }

    private Map<String, String> places(List<Encounter> encounters) {
        Set<String> references = new LinkedHashSet<>();
        encounters.forEach(encounter -> encounter.getLocation().forEach(each -> {
            if (each.getLocation().hasReference()) {
                references.add(each.getLocation().getReference());
            }
        }));
        // a bed is part of a room, and that of a ward: all three say where
        Map<String, Location> known = new LinkedHashMap<>();
        Set<String> asked = references;
        for (int level = 0; level < PLACES_ABOVE && !asked.isEmpty(); level++) {
            Set<String> above = new LinkedHashSet<>();
            store.readAll(asked).forEach((reference, resource) -> {
                if (resource instanceof Location location) {
                    known.put(reference, location);
                    if (location.getPartOf().hasReference()) {
                        above.add(location.getPartOf().getReference());
                    }
                }
            });
            above.removeAll(known.keySet());
            asked = above;
        }
        Map<String, String> names = new LinkedHashMap<>();
        references.forEach(reference -> names.put(reference, place(reference, known, PLACES_ABOVE)));
        return names;
    }

    private static String place(String reference, Map<String, Location> known, int levels) {
        Location location = known.get(reference);
        if (location == null || levels == 0) {
            return "";
        }
        String own = location.hasName()
                ? location.getName()
                : location.hasIdentifier()
                        ? text(location.getIdentifierFirstRep().getValue())
                        : "";
        return (place(text(location.getPartOf().getReference()), known, levels - 1) + " " + own).strip();
    }

    private static PatientAccount.Line encounter(Encounter encounter, Map<String, String> places) {
        List<String> details = new ArrayList<>();
        encounter.getLocation().forEach(each -> {
            Reference where = each.getLocation();
            details.add(places.getOrDefault(text(where.getReference()), text(where.getDisplay()))
                    + span(each.hasPeriod() ? each.getPeriod() : null));
        });
        String visit = encounter.getIdentifier().stream()
                .map(Identifier::getValue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return line(
                encounter,
                "encounter",
                encounter.hasPeriod() ? instant(encounter.getPeriod().getStart()) : "",
                (encounter.hasClass_()
                                ? text(
                                        encounter.getClass_().getDisplay(),
                                        encounter.getClass_().getCode())
                                : "visit")
                        + (visit.isEmpty() ? "" : " " + visit)
                        + status(encounter.hasStatus() ? encounter.getStatus().toCode() : "")
                        + span(encounter.hasPeriod() ? encounter.getPeriod() : null),
                details);
    }

    private static PatientAccount.Line alert(AlertEntry entry) {
        return new PatientAccount.Line(
                Times.exact(entry.alert().at()),
                "alert",
                entry.alert().text() + status(entry.progress().state().code()),
                List.of(),
                "",
                entry.alert().id(),
                entry.alert().cause().value());
    }

    private static PatientAccount.Line identity(IdentityHistory.Entry entry, String id) {
        String other = entry.other();
        boolean otherSide = other != null && other.equals("Patient/" + id);
        String with = otherSide ? entry.patient() : text(other);
        return new PatientAccount.Line(
                Times.exact(entry.at()),
                "identity",
                Words.of(entry.kind())
                        + (entry.value() == null ? "" : " " + entry.value() + " (" + text(entry.system()) + ")")
                        + (with.isEmpty() ? "" : (otherSide ? ", this record stands for " : ", see ") + with),
                List.of(),
                with,
                "",
                entry.message().value());
    }

    private static PatientAccount.Line line(
            Resource resource, String kind, String at, String what, List<String> details) {
        String when = at.isEmpty() && resource.getMeta().hasLastUpdated()
                ? instant(resource.getMeta().getLastUpdated())
                : at;
        Matcher source = SOURCE.matcher(text(resource.getMeta().getSource()));
        return new PatientAccount.Line(
                when,
                kind,
                what,
                details,
                resource.fhirType() + "/" + resource.getIdPart(),
                "",
                source.matches() ? Long.parseLong(source.group(1)) : 0);
    }

    private static String name(Patient patient) {
        HumanName name = patient.getName().stream().findFirst().orElse(null);
        return name == null ? "" : text(name.getText(), name.getNameAsSingleString());
    }

    private static List<String> facts(Patient patient) {
        List<String> facts = new ArrayList<>();
        if (patient.hasBirthDate()) {
            facts.add("born " + patient.getBirthDateElement().asStringValue());
        }
        if (patient.hasGender()) {
            facts.add(patient.getGender().toCode());
        }
        if (patient.hasActive() && !patient.getActive()) {
            facts.add("not active");
        }
        return facts;
    }

    private static String value(Observation observation) {
        Type value = observation.getValue();
        String text = value instanceof Quantity quantity
                ? (quantity.hasComparator() ? quantity.getComparator().toCode() : "")
                        + (quantity.hasValue() ? quantity.getValue().toPlainString() : "") + " "
                        + text(quantity.getUnit(), quantity.getCode())
                : value instanceof CodeableConcept concept
                        ? words(concept)
                        : value != null && value.isPrimitive() ? text(value.primitiveValue()) : "";
        String flag = observation.getInterpretation().stream()
                .flatMap(each -> each.getCoding().stream())
                .map(each -> text(each.getCode()))
                .filter(code -> !code.equals("N"))
                .findFirst()
                .orElse("");
        return text.strip() + (flag.isEmpty() ? "" : " " + flag.toUpperCase(Locale.ROOT));
    }

    private static String words(CodeableConcept concept) {
        return text(
                concept.getText(),
                concept.getCoding().stream()
                        .map(each -> text(each.getDisplay(), each.getCode()))
                        .filter(each -> !each.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    private static String status(String code) {
        return code.isEmpty() ? "" : " · " + code;
    }

    private static String span(@Nullable Period period) {
        if (period == null || !period.hasStart() && !period.hasEnd()) {
            return "";
        }
        return ", " + instant(period.getStart()) + (period.hasEnd() ? " to " + instant(period.getEnd()) : " until now");
    }

    private static String time(@Nullable Type effective) {
        if (effective instanceof Period period) {
            return instant(period.getStart());
        }
        return effective instanceof DateTimeType || effective instanceof BaseDateTimeType
                ? instant(((BaseDateTimeType) effective).getValue())
                : "";
    }

    private static String instant(@Nullable Date date) {
        return date == null ? "" : Times.exact(Instant.ofEpochMilli(date.getTime()));
    }

    private static String text(@Nullable String... first) {
        for (String each : first) {
            if (each != null && !each.isBlank()) {
                return each;
            }
        }
        return "";
    }
}
