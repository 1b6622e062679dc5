package dev.tributary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link FhirStore} does, wherever its record lies. */
public abstract class FhirStoreContract {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private FhirStore store;
    private String patientId;
    private String encounterId;

    /** @return the store under test; resources of other tests may be in it */
    protected abstract FhirStore store();

    @BeforeEach
    void aPatientOfOnesOwn() {
        store = store();
        // like the ids of real life, some of them all digits up to the first dash
        patientId = String.format("%08d-0000-5000-8000-000000000000", NUMBER.incrementAndGet());
        encounterId = "enc-" + patientId;
    }

    @Test
    void readsWhatWasCommitted() {
        commit(1, add(patient("Ada")));

        Resource read = store.read("Patient", patientId).orElseThrow();

        assertThat(SameContent.of(read, patient("Ada"))).isTrue();
        assertThat(read.getIdElement().getIdPart()).isEqualTo(patientId);
        assertThat(read.getMeta().getVersionId()).isEqualTo("1");
    }

    @Test
    void readsNothingWhereNothingIs() {
        assertThat(store.read("Patient", patientId)).isEmpty();
        assertThat(store.readAll(List.of())).isEmpty();
        assertThat(store.referringTo("Patient/" + patientId)).isEmpty();
    }

    @Test
    void namesTheMessageAsTheSource() {
        commit(4711, add(patient("Ada")));

        assertThat(read().getMeta().getSource()).isEqualTo("urn:tributary:message:4711");
    }

    @Test
    void answersWithEachWriteAsStoredInTheSameOrder() {
        List<ResourceChange> written = commit(1, add(encounter(EncounterStatus.ARRIVED)), add(patient("Ada")));

        assertThat(written)
                .extracting(change -> TransactionBundle.reference(change.after()))
                .containsExactly("Encounter/" + encounterId, "Patient/" + patientId);
        assertThat(written)
                .extracting(change -> change.after().getMeta().getVersionId())
                .containsExactly("1", "1");
        assertThat(written).extracting(ResourceChange::before).containsOnlyNulls();
    }

    @Test
    void leavesTheCallersResourcesAsTheyAre() {
        Patient draft = patient("Ada");

        commit(1, add(draft));

        assertThat(draft.equalsDeep(patient("Ada"))).isTrue();
    }

    @Test
    void readsManyAtOnceAndLeavesOutWhatIsMissing() {
        commit(1, add(patient("Ada")), add(encounter(EncounterStatus.ARRIVED)));

        Map<String, Resource> found =
                store.readAll(List.of("Encounter/" + encounterId, "Patient/nobody", "Patient/" + patientId));

        assertThat(found).containsOnlyKeys("Encounter/" + encounterId, "Patient/" + patientId);
    }

    @Test
    void aChangeIsANewVersion() {
        commit(1, add(patient("Ada")));

        List<ResourceChange> written = commit(2, new ResourceChange(read(), patient("Grace")));

        assertThat(written.get(0).after().getMeta().getVersionId()).isEqualTo("2");
        assertThat(written.get(0).before()).isInstanceOfSatisfying(Patient.class, before -> assertThat(
                        before.getNameFirstRep().getFamily())
                .isEqualTo("Ada"));
        assertThat(((Patient) read()).getNameFirstRep().getFamily()).isEqualTo("Grace");
        assertThat(read().getMeta().getSource()).isEqualTo("urn:tributary:message:2");
    }

    @Test
    void whatDoesNotChangeGetsNoNewVersion() {
        commit(1, add(patient("Ada")));

        List<ResourceChange> written = commit(2, new ResourceChange(read(), patient("Ada")));

        assertThat(written.get(0).after().getMeta().getVersionId()).isEqualTo("1");
        assertThat(read().getMeta().getVersionId()).isEqualTo("1");
    }

    @Test
    void theSameTransactionTwiceIsOnce() {
        commit(1, add(patient("Ada")));
        ResourceChange change = new ResourceChange(read(), patient("Grace"));
        ResourceChange fresh = add(encounter(EncounterStatus.ARRIVED));

        commit(2, change, fresh);
        List<ResourceChange> again = commit(2, change, fresh);

        assertThat(again)
                .extracting(written -> written.after().getMeta().getVersionId())
                .containsExactly("2", "1");
    }

    @Test
    void refusesAChangeOfAVersionThatIsNoLongerCurrent() {
        commit(1, add(patient("Ada")));
        Resource old = read();
        commit(2, new ResourceChange(old, patient("Grace")));

        assertThatThrownBy(() -> commit(3, new ResourceChange(old, patient("Alan"))))
                .isInstanceOfSatisfying(FaultException.class, e -> {
                    assertThat(e.fault().code()).isEqualTo(FaultCode.STORE_CONFLICT);
                    assertThat(e.fault().isTransient()).isTrue();
                });
        assertThat(((Patient) read()).getNameFirstRep().getFamily()).isEqualTo("Grace");
    }

    @Test
    void refusesToMakeANewWhatIsThereAlready() {
        commit(1, add(patient("Ada")));

        assertThatThrownBy(() -> commit(2, add(patient("Grace")), add(encounter(EncounterStatus.ARRIVED))))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().code()).isEqualTo(FaultCode.STORE_CONFLICT));
        assertThat(store.read("Encounter", encounterId)).as("all or nothing").isEmpty();
    }

    @Test
    void findsWhateverRefersToAPatient() {
        Observation observation = new Observation();
        observation.setId("obs-" + patientId);
        observation.setSubject(new Reference("Patient/" + patientId));
        observation.setEncounter(new Reference("Encounter/" + encounterId));
        commit(1, add(observation), add(patient("Ada")), add(encounter(EncounterStatus.ARRIVED)));

        assertThat(store.referringTo("Patient/" + patientId))
                .extracting(TransactionBundle::reference)
                .containsExactlyInAnyOrder("Encounter/" + encounterId, "Observation/obs-" + patientId);
    }

    @Test
    void findsWhatReferredToAPatientBeforeThePatientCame() {
        commit(1, add(encounter(EncounterStatus.ARRIVED)));
        commit(2, add(patient("Ada")));

        assertThat(store.referringTo("Patient/" + patientId))
                .extracting(TransactionBundle::reference)
                .containsExactly("Encounter/" + encounterId);
        assertThat(store.read("Encounter", encounterId).orElseThrow().getMeta().getVersionId())
                .as("finding it is no new version")
                .isEqualTo("1");
    }

    @Test
    void twoNewResourcesMayReferToEachOther() {
        Patient survivor = patient("Ada");
        Patient prior = new Patient();
        prior.setId("prior-" + patientId);
        prior.addLink().setOther(new Reference("Patient/" + patientId)).setType(Patient.LinkType.REPLACEDBY);
        survivor.addLink().setOther(new Reference("Patient/prior-" + patientId)).setType(Patient.LinkType.REPLACES);

        commit(1, add(survivor), add(prior));

        assertThat(store.referringTo("Patient/" + patientId)).hasSize(1);
        assertThat(store.referringTo("Patient/prior-" + patientId)).hasSize(1);
    }

    @Test
    void aFaultQuotesNothingOfTheResource() {
        Encounter odd = encounter(EncounterStatus.ARRIVED);
        odd.setSubject(new Reference("Zebedee/1"));

        assertThatThrownBy(() -> commit(1, add(odd))).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().code()).isEqualTo(FaultCode.STORE_REJECTED);
            List<String> said = new ArrayList<>();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                said.add(cause.toString());
            }
            assertThat(said).noneMatch(text -> text.contains("Zebedee"));
        });
    }

    protected final List<ResourceChange> commit(long message, ResourceChange... changes) {
        return store.commit(new StoreTransaction(new MessageId(message), List.of(changes)));
    }

    protected final Patient patient(@Nullable String family) {
        Patient patient = new Patient();
        patient.setId(patientId);
        patient.addIdentifier().setSystem("urn:oid:2.999.1").setValue("mrn-" + patientId);
        patient.addName().setFamily(family);
        return patient;
    }

    protected final Encounter encounter(EncounterStatus status) {
        Encounter encounter = new Encounter();
        encounter.setId(encounterId);
        encounter.setStatus(status);
        encounter.setSubject(new Reference("Patient/" + patientId));
        return encounter;
    }

    protected static ResourceChange add(Resource draft) {
        return new ResourceChange(null, draft);
    }

    private Resource read() {
        return store.read("Patient", patientId).orElseThrow();
    }
}
