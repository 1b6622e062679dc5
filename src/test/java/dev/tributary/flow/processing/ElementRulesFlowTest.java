package dev.tributary.flow.processing;

import static dev.tributary.flow.processing.WholeFlow.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each kind of element keeps, loses and takes, from bytes to the store: the table of docs/record.md, "Element by
 * element". Every case is a patient of its own.
 */
class ElementRulesFlowTest {

    /** A kind of element: the field that fills it, two values, what is shown of them, and what is special of it. */
    private enum Kind {
        LEAF("PID-8", "F", "M", "female", "male", of(Patient.class, patient -> patient.getGenderElement()
                .getValueAsString())),
        DATE(
                "PID-7",
                "19610203",
                "19620304",
                "1961-02-03",
                "1962-03-04",
                of(Patient.class, patient -> patient.getBirthDateElement().getValueAsString())),
        CODED("PID-16", "M", "S", "M", "S", of(Patient.class, patient -> code(patient.getMaritalStatus()))),
        NAME(
                "PID-5",
                "Quillon^Zoe",
                "Kestrel^Una",
                "Quillon",
                "Kestrel",
                of(Patient.class, patient -> patient.getNameFirstRep().getFamily())) {
            @Override
            String deleted() {
                // the alias (PID-9) stands in the same list: what "" means cannot be told, and an issue says so
                return one;
            }
        },
        IDENTIFIER("PID-19", "111", "222", "111", "222", of(Patient.class, patient -> patient.getIdentifier().stream()
                .filter(each -> "SS".equals(each.getType().getCodingFirstRep().getCode()))
                .map(each -> each.getValue())
                .collect(Collectors.joining(" ")))) {
            @Override
            String deleted() {
                return one;
            }

            @Override
            String overwritten() {
                return one + " " + other;
            }
        },
        HOME_TELECOM(
                "PID-13",
                "^PRN^PH^^^555^0101",
                "^PRN^PH^^^555^0102",
                "home 555 0101",
                "home 555 0102",
                of(Patient.class, patient -> telecom(patient, "home"))),
        WORK_TELECOM(
                "PID-14",
                "^WPN^PH^^^555^0201",
                "^WPN^PH^^^555^0202",
                "work 555 0201",
                "work 555 0202",
                of(Patient.class, patient -> telecom(patient, "work"))),
        ADDRESS(
                "PID-11",
                "Weg 1^^Sanddorn",
                "Weg 2^^Holm~Gasse 3^^Ulm",
                "Sanddorn",
                "Holm Ulm",
                of(Patient.class, patient -> patient.getAddress().stream()
                        .map(each -> each.getCity())
                        .collect(Collectors.joining(" ")))),
        EXTENSION("PID-17", "BUD", "HIN", "BUD", "HIN", of(Patient.class, patient -> patient.getExtension().stream()
                .filter(each -> each.getUrl().endsWith("patient-religion"))
                .map(each -> code((CodeableConcept) each.getValue()))
                .collect(Collectors.joining(" ")))),
        BACKBONE_CONTACT(
                "NK1-2",
                "Thorn^Ada",
                "Rill^Bo",
                "Thorn",
                "Rill",
                of(Patient.class, patient -> patient.getContact().stream()
                        .map(each -> each.getName().getFamily())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")))),
        BACKBONE_COMMUNICATION(
                "PID-15", "de", "en", "de", "en", of(Patient.class, patient -> patient.getCommunication().stream()
                        .map(each -> each.getLanguage().getCodingFirstRep().getCode())
                        .collect(Collectors.joining(" ")))),
        PERIOD(
                "NK1-8",
                "20250101",
                "20250202",
                "2025-01-01",
                "2025-02-02",
                of(
                        RelatedPerson.class,
                        person -> person.getPeriod().getStartElement().getValueAsString())),
        REFERENCE(
                "PV2-23",
                "North Clinic^^N1",
                "South Clinic^^S1",
                "North Clinic",
                "South Clinic",
                of(Encounter.class, visit -> named(visit.getServiceProvider()))),
        PART(
                "PV1-14",
                "1",
                "2",
                "1",
                "2",
                of(Encounter.class, visit -> code(visit.getHospitalization().getAdmitSource()))),
        VISIT_LEAF("PV1-10", "CAR", "MED", "CAR", "382", of(Encounter.class, visit -> code(visit.getServiceType()))),
        PARTICIPANT(
                "PV1-7",
                "3101^Okonkwo^Ada",
                "3102^Abara^Chi",
                "Okonkwo",
                "Abara",
                of(Encounter.class, visit -> visit.getParticipant().stream()
                        .filter(each -> !each.getPeriod().hasEnd())
                        .map(ElementRulesFlowTest::doctor)
                        .collect(Collectors.joining(" ")))),
        LOCATION("PV1-3", "W1", "W2", "W1", "W2", of(Encounter.class, visit -> visit.getLocation().stream()
                .map(each -> named(each.getLocation()))
                .collect(Collectors.joining(" ")))) {
            @Override
            String deleted() {
                // a patient leaves a place by a transfer or an end, not by two quotes
                return one;
            }
        },
        VISIT_PERIOD(
                "PV1-44",
                "202603010700",
                "202603010730",
                "2026-03-01T07:00",
                "2026-03-01T07:30",
                of(
                        Encounter.class,
                        visit -> visit.getPeriod().hasStart()
                                ? visit.getPeriod()
                                        .getStartElement()
                                        .getValueAsString()
                                        .substring(0, 16)
                                : "")) {
            @Override
            String deleted() {
                return one;
            }
        };

        private final String field;
        private final String sent;
        private final String sentLater;
        final String one;
        final String other;
        private final Function<List<Resource>, String> shown;

        Kind(
                String field,
                String sent,
                String sentLater,
                String one,
                String other,
                Function<List<Resource>, String> shown) {
            this.field = field;
            this.sent = sent;
            this.sentLater = sentLater;
            this.one = one;
            this.other = other;
            this.shown = shown;
        }

        /** After {@code ""}. */
        String deleted() {
            return "";
        }

        /** After an owner's other value. */
        String overwritten() {
            return other;
        }

        private static <T extends Resource> Function<List<Resource>, String> of(
                Class<T> type, Function<T, String> shown) {
            return resources -> resources.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .map(resource -> {
                        String text = shown.apply(resource);
                        return text == null ? "" : text;
                    })
                    .collect(Collectors.joining(" "));
        }
    }

    private static WholeFlow flow;
    private static int count;
    private final String number = "ER" + ++count;

    @BeforeAll
    static void open() {
        flow = new WholeFlow();
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotSentStays(Kind kind) {
        tell("0800", kind, kind.sent);
        tell("0900", kind, "");
        assertThat(shown(kind)).isEqualTo(kind.one);
    }

    @ParameterizedTest
    @EnumSource
    void twoQuotesDeleteAndNoOlderMessageBringsItBack(Kind kind) {
        tell("0800", kind, kind.sent);
        tell("1000", kind, "\"\"");
        assertThat(shown(kind)).isEqualTo(kind.deleted());
        if (kind.deleted().isEmpty()) {
            tell("0900", kind, kind.sentLater);
            assertThat(shown(kind)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aContributorsTwoQuotesDeleteNothing(Kind kind) {
        tell("0800", kind, kind.sent);
        done(flow.tellFromLab(told("1000", kind, "\"\"")));
        assertThat(shown(kind)).isEqualTo(kind.one);
    }

    @ParameterizedTest
    @EnumSource
    void anOwnerOverwritesAndNoOlderMessageDoes(Kind kind) {
        tell("0800", kind, kind.sent);
        tell("1000", kind, kind.sentLater);
        assertThat(shown(kind)).isEqualTo(kind.overwritten());
        tell("0900", kind, kind.sent);
        assertThat(shown(kind)).isEqualTo(kind.overwritten());
    }

    @ParameterizedTest
    @EnumSource
    void aContributorFillsAGap(Kind kind) {
        tell("0800", kind, "");
        done(flow.tellFromLab(told("0900", kind, kind.sent)));
        assertThat(shown(kind)).isEqualTo(kind.one);
    }

    @ParameterizedTest
    @EnumSource
    void aContributorNeverOverwrites(Kind kind) {
        tell("0800", kind, kind.sent);
        done(flow.tellFromLab(told("0900", kind, kind.sentLater)));
        // numbers add up, whoever tells them
        assertThat(shown(kind)).isEqualTo(kind == Kind.IDENTIFIER ? kind.overwritten() : kind.one);
    }

    @ParameterizedTest
    @EnumSource
    void theSameValueAgainIsNoNewVersion(Kind kind) {
        tell("0800", kind, kind.sent);
        MessageSummary again = tell("0900", kind, kind.sent);
        assertThat(shown(kind)).isEqualTo(kind.one);
        assertThat(flow.store().writtenBy(again.id()).orElseThrow()).isEmpty();
    }

    private MessageSummary tell(String time, Kind kind, String value) {
        return done(flow.tell(told(time, kind, value)));
    }

    private static MessageSummary done(MessageSummary end) {
        assertThat(end.state()).as(end.reason() + " " + end.detail()).isEqualTo(MessageState.PROCESSED);
        return end;
    }

    // beside the field in question each says what makes the others: a work number, a next of kin
    private byte[] told(String time, Kind kind, String value) {
        String[] pid = fields("PID", 30);
        pid[3] = WholeFlow.cx(number);
        String[] pv1 = fields("PV1", 44);
        pv1[2] = "I";
        pv1[19] = "V" + number + "^^^NORTH^VN";
        String[] pv2 = fields("PV2", 23);
        String[] nk1 = fields("NK1", 8);
        nk1[3] = "SPO";
        String[] filled =
                switch (kind.field.substring(0, 3)) {
                    case "PID" -> pid;
                    case "PV1" -> pv1;
                    case "PV2" -> pv2;
                    default -> nk1;
                };
        if (kind == Kind.PERIOD) {
            nk1[2] = "Thorn^Ada";
        }
        filled[Integer.parseInt(kind.field.substring(4))] = value;
        Stream<String[]> segments = filled == nk1 && !value.isEmpty()
                ? Stream.of(pid, nk1, pv1)
                : Stream.of(pid, pv1, filled == pv2 ? pv2 : null);
        return message(
                "ADT^A08^ADT_A01",
                time,
                segments.filter(Objects::nonNull)
                        .map(segment -> String.join("|", segment))
                        .toArray(String[]::new));
    }

    private static String[] fields(String segment, int last) {
        String[] fields = new String[last + 1];
        Arrays.fill(fields, "");
        fields[0] = segment;
        return fields;
    }

    private String shown(Kind kind) {
        Patient patient = flow.patient(number);
        return kind.shown.apply(Stream.concat(Stream.of(patient), flow.of("Patient/" + patient.getIdPart()).stream())
                .toList());
    }

    private static String code(CodeableConcept concept) {
        return concept.getCoding().stream()
                .map(coding -> coding.getCode())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static String telecom(Patient patient, String use) {
        return patient.getTelecom().stream()
                .filter(each -> each.getUse() != null && each.getUse().toCode().equals(use))
                .map(each -> use + " " + each.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String doctor(EncounterParticipantComponent one) {
        return ((Practitioner) read(one.getIndividual())).getNameFirstRep().getFamily();
    }

    private static String named(Reference reference) {
        if (!reference.hasReference()) {
            return "";
        }
        Resource target = read(reference);
        return target instanceof Location place ? place.getName() : ((Organization) target).getName();
    }

    private static Resource read(Reference reference) {
        String[] parts = reference.getReference().split("/");
        return flow.store().read(parts[0], parts[1]).orElseThrow();
    }
}
