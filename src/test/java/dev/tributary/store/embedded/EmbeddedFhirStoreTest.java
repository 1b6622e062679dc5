package dev.tributary.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.BusinessId;
import dev.tributary.kit.EmbeddedStore;
import dev.tributary.store.FhirStore;
import dev.tributary.store.FhirStoreContract;
import java.util.List;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class EmbeddedFhirStoreTest extends FhirStoreContract {

    private final TransactionTemplate transactions = new TransactionTemplate(EmbeddedStore.transactions());
    private final JdbcClient sql = JdbcClient.create(EmbeddedStore.database());

    @Override
    protected FhirStore store() {
        return EmbeddedStore.store();
    }

    @BeforeEach
    void aTableOfOurs() {
        sql.sql("create schema if not exists tributary").update();
        sql.sql("create table if not exists tributary.effect (patient text)").update();
    }

    @Test
    void fhirAndPlainRowsCommitTogether() {
        Patient patient = patient("Ada");

        transactions.executeWithoutResult(status -> {
            commit(1, add(patient));
            sql.sql("insert into tributary.effect values (?)")
                    .param(patient.getId())
                    .update();
        });

        assertThat(store().read("Patient", patient.getIdElement().getIdPart())).isPresent();
        assertThat(effects(patient)).isEqualTo(1);
    }

    @Test
    void fhirAndPlainRowsRollBackTogether() {
        Patient patient = patient("Ada");

        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    commit(1, add(patient));
                    sql.sql("insert into tributary.effect values (?)")
                            .param(patient.getId())
                            .update();
                    assertThat(store().read("Patient", patient.getIdElement().getIdPart()))
                            .as("visible inside")
                            .isPresent();
                    throw new IllegalStateException("the outbox is broken");
                }))
                .hasMessage("the outbox is broken");

        assertThat(store().read("Patient", patient.getIdElement().getIdPart())).isEmpty();
        assertThat(effects(patient)).isZero();
    }

    @Test
    void aRefusedWriteTakesThePlainRowsWithIt() {
        Patient patient = patient("Ada");
        commit(1, add(patient));

        assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                    sql.sql("insert into tributary.effect values (?)")
                            .param(patient.getId())
                            .update();
                    commit(2, add(patient("Grace")));
                }))
                .hasMessageStartingWith("STORE_CONFLICT");

        assertThat(effects(patient)).isZero();
    }

    @Test
    void aPatientsResourcesAreToldInTheSameTransactionWhoeverWroteThem() {
        Patient patient = patient("Ada");
        Basic plain = basic("plain", patient);
        Basic unusual = withSomethingContained(basic("unusual", patient));
        Basic another = withSomethingContained(basic("another", patient));

        transactions.executeWithoutResult(status -> {
            commit(1, add(patient));
            assertThat(basicsOf(patient)).isEmpty();
            commit(2, add(unusual));
            assertThat(basicsOf(patient)).containsExactly(unusual.getId());
            commit(3, add(another));
            assertThat(basicsOf(patient)).containsExactlyInAnyOrder(unusual.getId(), another.getId());
            commit(4, add(plain));
            assertThat(basicsOf(patient)).hasSize(3);
        });

        assertThat(basicsOf(patient)).containsExactlyInAnyOrder(plain.getId(), unusual.getId(), another.getId());
    }

    private static Basic withSomethingContained(Basic basic) {
        basic.addContained(new Organization().setName("Invented").setId("within"));
        return basic;
    }

    private static Basic basic(String name, Patient patient) {
        Basic basic = new Basic()
                .setSubject(new Reference("Patient/" + patient.getIdElement().getIdPart()));
        basic.setId("Basic/" + BusinessId.of("Basic", patient.getIdElement().getIdPart(), name));
        return basic;
    }

    private List<String> basicsOf(Patient patient) {
        return store().ofPatient("Basic", "Patient/" + patient.getIdElement().getIdPart()).stream()
                .map(found -> found.getIdElement().toUnqualifiedVersionless().getValue())
                .toList();
    }

    private int effects(Patient patient) {
        return sql.sql("select count(*) from tributary.effect where patient = ?")
                .param(patient.getId())
                .query(Integer.class)
                .single();
    }
}
