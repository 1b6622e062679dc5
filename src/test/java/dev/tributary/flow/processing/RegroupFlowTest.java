package dev.tributary.flow.processing;

import static dev.tributary.flow.processing.WholeFlow.message;
import static dev.tributary.flow.processing.WholeFlow.mrg;
import static dev.tributary.flow.processing.WholeFlow.numbers;
import static dev.tributary.flow.processing.WholeFlow.pid;
import static dev.tributary.flow.processing.WholeFlow.pidOf;
import static dev.tributary.flow.processing.WholeFlow.pv1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.identity.IdentityEvent;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import java.util.List;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From bytes to the stored record: accounts and visits merged, moved and renumbered, and numbers moved and changed. */
class RegroupFlowTest {

    private static WholeFlow flow;

    @BeforeAll
    static void open() {
        flow = new WholeFlow();
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADT^A35^ADT_A30", "ADT^A41^ADT_A39"})
    void mergedAccountsAreOne(String type) {
        String p = unique("P");
        admit(p, "V1" + p, "A1" + p, "0800");
        admit(p, "V2" + p, "A2" + p, "0810");

        MessageSummary merge =
                done(message(type, "1000", withAccount(pid(p), "A1" + p), mrg(p) + "||A2" + p + "^^^NORTH^AN"));

        Account survivor = account("A1" + p);
        assertThat(account("A2" + p, Account.AccountStatus.INACTIVE).getIdPart())
                .isNotEqualTo(survivor.getIdPart());
        assertThat(accountsOf("V1" + p)).containsExactly("Account/" + survivor.getIdPart());
        assertThat(accountsOf("V2" + p)).containsExactly("Account/" + survivor.getIdPart());
        assertThat(flow.patient(p).hasLink())
                .as("the patient is the same as before")
                .isFalse();
        assertSource(
                flow.provenances(
                        "merge",
                        "Account/" + survivor.getIdPart(),
                        "Account/"
                                + account("A2" + p, Account.AccountStatus.INACTIVE)
                                        .getIdPart()),
                merge);
        admit(p, "V3" + p, "A2" + p, "1100");
        assertThat(accountsOf("V3" + p))
                .as("told under the old number")
                .containsExactly("Account/" + survivor.getIdPart());
    }

    @Test
    void mergedVisitsAreOneAndItsResultsGoAlong() {
        String p = unique("P");
        admit(p, "V1" + p, "", "0800");
        admit(p, "V2" + p, "", "0810");
        potassium(p, "V2" + p, "0830");

        MessageSummary merge = done(message(
                "ADT^A42^ADT_A39",
                "1000",
                pid(p),
                mrg(p) + "||||V2" + p + "^^^NORTH^VN",
                pv1("V1" + p, "W1^1^A^NORTH")));

        Encounter survivor = flow.visit("V1" + p);
        assertThat(numbers(survivor.getIdentifier())).contains("V2" + p);
        Encounter prior = flow.visits("V2" + p).stream()
                .filter(visit -> visit.getStatus() == EncounterStatus.ENTEREDINERROR)
                .findFirst()
                .orElseThrow();
        assertThat(resultOf(p).getEncounter().getReference()).isEqualTo("Encounter/" + survivor.getIdPart());
        assertSource(
                flow.provenances("merge", "Encounter/" + survivor.getIdPart(), "Encounter/" + prior.getIdPart()),
                merge);
        done(message("ADT^A03", "1100", pid(p), pv1("V2" + p, "W1^1^A^NORTH")));
        assertThat(flow.visit("V1" + p).getStatus()).isEqualTo(EncounterStatus.FINISHED);
    }

    @Test
    void aMovedNumberTakesWhatWasToldUnderItToTheRightPatient() {
        String wrong = unique("W");
        String right = unique("R");
        String moved = unique("N");
        done(message("ADT^A04", "0800", pid(wrong, moved)));
        done(message("ADT^A04", "0801", pidOf("Immerda^Ulla", "Berg 1", right)));
        admit(moved, "V" + moved, "", "0810");
        admit(wrong, "V" + wrong, "", "0811");

        MessageSummary move = done(message(
                "ADT^A43^ADT_A43",
                "1000",
                "PID|1|" + right + "^^^NORTH^MR|" + moved + "^^^NORTH^MR||Immerda^Ulla",
                "MRG|" + moved + "^^^NORTH^MR|||" + wrong + "^^^NORTH^MR"));

        assertThat(flow.reference(moved)).isEqualTo(flow.reference(right));
        assertThat(flow.visit("V" + moved).getSubject().getReference()).isEqualTo(flow.reference(right));
        assertThat(flow.visit("V" + wrong).getSubject().getReference()).isEqualTo(flow.reference(wrong));
        assertThat(numbers(flow.patient(wrong).getIdentifier())).doesNotContain(moved);
        assertThat(numbers(flow.patient(right).getIdentifier())).contains(moved, right);
        assertThat(flow.patient(wrong).getNameFirstRep().getFamily()).isEqualTo("Quillon");
        assertSource(flow.provenances("amend", flow.reference(right), flow.reference(wrong)), move);
        assertThat(flow.identity().of(flow.patient(wrong).getIdPart()))
                .anySatisfy(entry -> assertThat(entry.kind()).isEqualTo(IdentityEvent.MOVED));
        admit(moved, "V2" + moved, "", "1100");
        assertThat(flow.visit("V2" + moved).getSubject().getReference()).isEqualTo(flow.reference(right));
    }

    @Test
    void aMovedAccountTakesItsVisitsAndResultsAlong() {
        String wrong = unique("W");
        String right = unique("R");
        admit(wrong, "V1" + wrong, "A1" + wrong, "0800");
        potassium(wrong, "V1" + wrong, "0830");
        admit(wrong, "V2" + wrong, "A2" + wrong, "0810");
        admit(right, "V" + right, "", "0811");

        done(message(
                "ADT^A44^ADT_A43",
                "1000",
                withAccount(pid(right), "A1" + wrong),
                mrg(wrong) + "||A1" + wrong + "^^^NORTH^AN"));

        assertThat(account("A1" + wrong).getSubjectFirstRep().getReference()).isEqualTo(flow.reference(right));
        assertThat(flow.visit("V1" + wrong).getSubject().getReference()).isEqualTo(flow.reference(right));
        assertThat(resultOf(right).getEncounter().getReference())
                .isEqualTo("Encounter/" + flow.visit("V1" + wrong).getIdPart());
        assertThat(flow.visit("V2" + wrong).getSubject().getReference()).isEqualTo(flow.reference(wrong));
        assertThat(flow.provenances("amend", flow.reference(right), flow.reference(wrong)))
                .hasSize(1);
    }

    @Test
    void aMovedVisitTakesItsResultsAlong() {
        String wrong = unique("W");
        String right = unique("R");
        admit(wrong, "V1" + wrong, "", "0800");
        potassium(wrong, "V1" + wrong, "0830");
        admit(wrong, "V2" + wrong, "", "0810");
        admit(right, "V" + right, "", "0811");

        done(message(
                "ADT^A45^ADT_A45",
                "1000",
                pid(right),
                mrg(wrong) + "||||V1" + wrong + "^^^NORTH^VN",
                pv1("V1" + wrong, "W1^1^A^NORTH")));

        assertThat(flow.visit("V1" + wrong).getSubject().getReference()).isEqualTo(flow.reference(right));
        assertThat(resultOf(right).getEncounter().getReference())
                .isEqualTo("Encounter/" + flow.visit("V1" + wrong).getIdPart());
        assertThat(flow.visit("V2" + wrong).getSubject().getReference()).isEqualTo(flow.reference(wrong));
        assertThat(flow.patient(wrong).hasLink()).isFalse();
    }

    @Test
    void aChangedPatientNumberIsTheSamePatient() {
        String old = unique("O");
        String changed = unique("N");
        admit(old, "V" + old, "", "0800");
        String patient = flow.reference(old);

        done(message("ADT^A47^ADT_A30", "1000", pid(changed), mrg(old)));

        assertThat(flow.reference(changed)).isEqualTo(patient);
        assertThat(numbers(flow.patient(changed).getIdentifier())).contains(old, changed);
        assertThat(flow.patient(changed).hasLink()).isFalse();
        admit(changed, "V" + changed, "", "1100");
        admit(old, "V2" + old, "", "1110");
        assertThat(flow.of(patient).stream().filter(Encounter.class::isInstance))
                .hasSize(3);
    }

    @Test
    void aChangedAccountNumberIsTheSameAccount() {
        String p = unique("P");
        admit(p, "V" + p, "A" + p, "0800");
        String account = account("A" + p).getIdPart();

        done(message("ADT^A49^ADT_A30", "1000", withAccount(pid(p), "B" + p), mrg(p) + "||A" + p + "^^^NORTH^AN"));

        Account changed = account("B" + p);
        assertThat(changed.getIdPart()).isEqualTo(account);
        assertThat(changed.getIdentifier())
                .filteredOn(number -> number.getUse() == IdentifierUse.OLD)
                .extracting(number -> number.getValue())
                .containsExactly("A" + p);
        admit(p, "V2" + p, "B" + p, "1100");
        assertThat(accountsOf("V2" + p)).containsExactly("Account/" + account);
    }

    @Test
    void aChangedVisitNumberIsTheSameVisit() {
        String p = unique("P");
        admit(p, "V" + p, "", "0800");
        String visit = flow.visit("V" + p).getIdPart();

        done(message(
                "ADT^A50^ADT_A50", "1000", pid(p), mrg(p) + "||||V" + p + "^^^NORTH^VN", pv1("N" + p, "W1^1^A^NORTH")));
        done(message("ADT^A03", "1100", pid(p), pv1("N" + p, "W1^1^A^NORTH")));

        assertThat(flow.visit("N" + p).getIdPart()).isEqualTo(visit);
        assertThat(flow.visit("N" + p).getStatus()).isEqualTo(EncounterStatus.FINISHED);
        assertThat(flow.visit("N" + p).getIdentifier())
                .filteredOn(number -> number.getUse() == IdentifierUse.OLD)
                .extracting(number -> number.getValue())
                .containsExactly("V" + p);
    }

    @Test
    void aChangedAlternateVisitNumberIsKeptAsOld() {
        String p = unique("P");
        admit(p, "V" + p, "", "0800");

        done(message(
                "ADT^A51^ADT_A50",
                "1000",
                pid(p),
                mrg(p) + "|||||X1" + p + "^^^NORTH^VN",
                pv1("V" + p, "W1^1^A^NORTH") + "|".repeat(31) + "X2" + p + "^^^NORTH^VN"));

        assertThat(flow.visit("V" + p).getIdentifier())
                .extracting(number -> number.getValue() + " " + number.getUse())
                .contains("V" + p + " null", "X1" + p + " OLD", "X2" + p + " null");
    }

    private static MessageSummary done(byte[] message) {
        MessageSummary end = flow.tell(message);
        assertThat(end.state()).as(end.reason() + " " + end.detail()).isEqualTo(MessageState.PROCESSED);
        return end;
    }

    private static void admit(String number, String visit, String account, String time) {
        String pid = account.isEmpty() ? pid(number) : withAccount(pid(number), account);
        done(message("ADT^A01", time, pid, pv1(visit, "W1^1^A^NORTH")));
    }

    private static void potassium(String number, String visit, String time) {
        String order = number + "-" + time;
        assertThat(flow.tellFromLab(message(
                                "ORU^R01^ORU_R01",
                                time,
                                "PID|1||" + number + "^^^NORTH^MR",
                                pv1(visit, "W1^1^A^NORTH"),
                                "OBR|1|P" + order + "^EHR|F" + order + "^LIS|2823-3^Potassium^LN|||20260301" + time
                                        + "|||||||||||||||20260301" + time + "||LAB|F",
                                "OBX|1|NM|2823-3^Potassium^LN||4.1|mmol/L^^UCUM|3.5-5.1|N|||F"))
                        .state())
                .isEqualTo(MessageState.PROCESSED);
    }

    private static Observation resultOf(String number) {
        return (Observation) flow.of(flow.reference(number)).stream()
                .filter(Observation.class::isInstance)
                .reduce((one, other) -> {
                    throw new AssertionError("two results");
                })
                .orElseThrow();
    }

    private static String withAccount(String pid, String account) {
        return pid + "|||||||" + account + "^^^NORTH^AN";
    }

    private static Account account(String number) {
        return account(number, Account.AccountStatus.ACTIVE);
    }

    private static Account account(String number, Account.AccountStatus status) {
        return flow.all(Account.class).stream()
                .filter(account -> account.getStatus() == status)
                .filter(account -> numbers(account.getIdentifier()).contains(number))
                .reduce((one, other) -> {
                    throw new AssertionError("two accounts of " + number);
                })
                .orElseThrow();
    }

    private static List<String> accountsOf(String visit) {
        return flow.visit(visit).getAccount().stream()
                .map(Reference::getReference)
                .toList();
    }

    private static void assertSource(List<Provenance> provenances, MessageSummary cause) {
        assertThat(provenances).singleElement().satisfies(told -> assertThat(
                        told.getMeta().getSource())
                .isEqualTo(cause.id().asUri()));
    }

    private static int count;

    private static String unique(String prefix) {
        return "RF" + prefix + ++count;
    }
}
