package dev.tributary.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.record.RecordHouse.Telling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws over random stories of one patient with two visits; the seed is the name of the test. */
class RecordLawsTest {

    private static final List<String> TRIGGERS = List.of(
            "A05", "A04", "A01", "A02", "A02", "A06", "A07", "A08", "A03", "A11", "A12", "A13", "A16", "A25", "A38",
            "A21", "A22");

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("tributary.seeds", 100));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aReplayOfAnyMessageChangesNothing(int seed) {
        RecordHouse house = new RecordHouse();
        List<Telling> story = story(house, new Random(seed));
        story.forEach(Telling::apply);
        String state = house.state();
        for (Telling message : story) {
            message.apply();
            assertThat(house.state()).as("%s of %s", message, story).isEqualTo(state);
        }
        assertThat(house.state()).isEqualTo(state);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRetransmitRightAfterChangesNothingAndRemembersNothing(int seed) {
        RecordHouse house = new RecordHouse();
        for (Telling message : story(house, new Random(seed))) {
            message.apply();
            MergeResult again = message.apply();
            assertThat(again.changes()).isEmpty();
            assertThat(again.times()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void demographicsAreTheSameInWhateverOrderMessagesCome(int seed) {
        RecordHouse serial = new RecordHouse();
        story(serial, new Random(seed)).forEach(Telling::apply);
        RecordHouse shuffled = new RecordHouse();
        List<Telling> story = new ArrayList<>(story(shuffled, new Random(seed)));
        Collections.shuffle(story, new Random(seed));
        story.forEach(Telling::apply);
        Patient one = serial.patient("p");
        Patient other = shuffled.patient("p");
        assertThat(Elements.same(one.getAddress(), other.getAddress())).isTrue();
        assertThat(Elements.same(one.getName(), other.getName())).isTrue();
        assertThat(Elements.same(one.getTelecom(), other.getTelecom())).isTrue();
        assertThat(Elements.same(one.getBirthDateElement(), other.getBirthDateElement()))
                .isTrue();
        assertThat(one.getIdentifier()).hasSameSizeAs(other.getIdentifier());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aMessageThatComesLateNeverUndoesTheNewestStatus(int seed) {
        RecordHouse serial = new RecordHouse();
        List<Telling> story = story(serial, new Random(seed));
        story.forEach(Telling::apply);
        // the last message of all comes first, the others in their order
        RecordHouse early = new RecordHouse();
        List<Telling> other = story(early, new Random(seed));
        Telling last = other.get(other.size() - 1);
        last.apply();
        String id = last.visit().getIdPart();
        Encounter known = early.visit(id).copy();
        other.subList(0, other.size() - 1).forEach(Telling::apply);
        if (last.decidesStatus()) {
            assertThat(early.visit(id).getStatus()).isEqualTo(known.getStatus());
        }
    }

    private static List<Telling> story(RecordHouse house, Random random) {
        List<Telling> story = new ArrayList<>();
        int length = 5 + random.nextInt(12);
        for (int i = 0; i < length; i++) {
            // two messages in one hour now and then: the order of receipt decides
            int hour = 1 + i - random.nextInt(2) * random.nextInt(2);
            String trigger = TRIGGERS.get(random.nextInt(TRIGGERS.size()));
            Telling message = house.tell("ADT", trigger, hour);
            message.draft(person(message, random));
            Encounter visit = Drafts.visit(
                    "v" + random.nextInt(2),
                    "p",
                    random.nextBoolean() ? "IMP" : "AMB",
                    random.nextInt(4) == 0 ? "" : "ward" + random.nextInt(3));
            attended(visit, "ATND", random);
            attended(visit, "CON", random);
            if (trigger.equals("A03")) {
                Drafts.discharged(visit, "home" + random.nextInt(2), hour);
            }
            story.add(message.draft(visit));
        }
        return story;
    }

    private static void attended(Encounter visit, String role, Random random) {
        int doctors = random.nextInt(3);
        for (int i = 0; i < doctors; i++) {
            visit.addParticipant()
                    .setIndividual(new Reference("Practitioner/d" + (i + random.nextInt(3))))
                    .addType()
                    .addCoding()
                    .setCode(role);
        }
    }

    private static Patient person(Telling message, Random random) {
        Patient patient = Drafts.patient("p");
        if (random.nextBoolean()) {
            patient.addAddress().setCity("City" + random.nextInt(100));
        } else if (random.nextInt(4) == 0) {
            message.deletes("Patient/p", "address");
        }
        if (random.nextBoolean()) {
            patient.addName().setFamily("Name" + random.nextInt(100)).addGiven("Given");
        }
        if (random.nextInt(3) == 0) {
            patient.addTelecom()
                    .setSystem(ContactPointSystem.PHONE)
                    .setValueElement(new StringType("555" + random.nextInt(9)));
        }
        if (random.nextInt(3) == 0) {
            patient.getBirthDateElement().setValueAsString(random.nextBoolean() ? "1980" : "1980-01-01");
        }
        if (random.nextInt(4) == 0) {
            patient.addIdentifier().setSystem(Drafts.HOSP).setValue("old" + random.nextInt(3));
        }
        return patient;
    }
}
