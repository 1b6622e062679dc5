package dev.tributary.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.junit.jupiter.api.Test;

/** Whose a number is. */
class NumberOwnersTest {

    private final IdentityHouse house = new IdentityHouse();

    @Test
    void aNumberWithANulIsNobodysAndCostsTheOthersNoAnswer() {
        String patient =
                house.patientOf(new Identifier().setSystem(IdentityHouse.HOSP).setValue("4711"));

        assertThat(new NumberOwners(house.dataSource).of(List.of("47\u000011", "4711", "\u0000")))
                .hasSize(1)
                .containsEntry("4711", Set.of(patient.replace("Patient/", "")));
    }
}
