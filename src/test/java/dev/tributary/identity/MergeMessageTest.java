package dev.tributary.identity;

import static dev.tributary.identity.IdentityHouse.known;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.FeedName;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.kit.MessageDraft;
import dev.tributary.kit.Messages;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.MappingLibrary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the bytes of a merge message, by the shipped mapping, to who is whom. */
class MergeMessageTest {

    private static final MappingLibrary MAPPINGS = MappingLibrary.load(Path.of("mappings"));

    private final IdentityHouse house = new IdentityHouse();

    @Test
    void anAdmissionUnderTheOldNumberLandsOnTheSurvivorOfAnA40() {
        MessageDraft old = Messages.adtA01().withPid3("MRN10099^^^WILLOWBROOK^MR");
        String prior = patientOf(old);
        String survivor = patientOf(Messages.adtA01());
        assertThat(prior).isNotEqualTo(survivor);
        IdentityDecision.Known merged = tell(Messages.adtA40());
        assertThat(merged.merges()).singleElement().satisfies(merge -> {
            assertThat(merge.survivor()).isEqualTo(survivor);
            assertThat(merge.prior()).isEqualTo(prior);
            assertThat(merge.priorIdentifiers())
                    .extracting(Identifier::getValue)
                    .containsExactly("MRN10099");
        });
        assertThat(patientOf(old)).isEqualTo(survivor);
        assertThat(tell(Messages.adtA40()).merges()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ADT^A40^ADT_A39",
        "ADT^A40",
        "ADT^A39^ADT_A39",
        "ADT^A34^ADT_A30",
        "ADT^A36",
        "ADT^A30^ADT_A30",
        "ADT^A18"
    })
    void everyKindOfPatientMergeMerges(String type) {
        assertThat(tell(Messages.adtA40().with("MSH-9", type)).merges()).hasSize(1);
    }

    @Test
    void aChangedNumberIsTheSamePatient() {
        String patient = patientOf(Messages.adtA01().withPid3("MRN10099^^^WILLOWBROOK^MR"));
        assertThat(tell(Messages.adtA40().with("MSH-9", "ADT^A47^ADT_A30")).merges())
                .isEmpty();
        assertThat(patientOf(Messages.adtA01())).isEqualTo(patient);
    }

    private String patientOf(MessageDraft message) {
        return tell(message).rewrites().values().iterator().next();
    }

    private IdentityDecision.Known tell(MessageDraft draft) {
        Hl7Message message = Hl7Reader.read(draft.bytes(), StandardCharsets.UTF_8);
        FeedProfile profile = FeedProfile.of(FeedName.DEFAULT, ZoneOffset.UTC);
        List<Draft> drafts =
                MAPPINGS.plan(message.header(), profile).apply(message, profile).drafts();
        List<Patient> patients = drafts.stream()
                .map(Draft::resource)
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .toList();
        Set<String> priors = drafts.stream()
                .filter(prior -> prior.segment().equals("MRG"))
                .map(prior -> prior.resource().getIdPart())
                .collect(Collectors.toSet());
        String trigger = message.header().triggerEvent();
        return known(house.resolve(patients, MergeInstruction.ofDrafts(trigger, patients, priors)));
    }
}
