package dev.tributary.flow.processing;

import static dev.tributary.flow.processing.WholeFlow.message;
import static dev.tributary.flow.processing.WholeFlow.mrg;
import static dev.tributary.flow.processing.WholeFlow.numbers;
import static dev.tributary.flow.processing.WholeFlow.pid;
import static dev.tributary.flow.processing.WholeFlow.pidOf;
import static dev.tributary.flow.processing.WholeFlow.pv1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.identity.IdentityEvent;
import dev.tributary.identity.IdentityHistory;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the bytes of every kind of patient merge to the stored record, and what comes under the old number later. */
class MergeFlowTest {

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
    @CsvSource({
        "ADT^A40^ADT_A39",
        "ADT^A40",
        "ADT^A39^ADT_A39",
        "ADT^A34^ADT_A30",
        "ADT^A30^ADT_A30",
        "ADT^A36^ADT_A30",
        "ADT^A18^ADT_A18"
    })
    void afterAPatientMergeThereIsOneRecord(String type) {
        String s = unique("S");
        String p = unique("P");
        admit(s, "0800");
        admit(p, "0810");
        potassium(p, "0820");
        String survivor = flow.reference(s);
        String prior = flow.reference(p);
        assertThat(survivor).isNotEqualTo(prior);

        MessageSummary merge = flow.tell(message(type, "1000", pid(s), mrg(p)));

        assertThat(merge.state()).isEqualTo(MessageState.PROCESSED);
        assertThat(link(flow.patient(s), LinkType.REPLACES)).isEqualTo(prior);
        assertThat(link(flow.patient(p), LinkType.REPLACEDBY)).isEqualTo(survivor);
        assertThat(flow.patient(p).getActive()).isFalse();
        assertThat(flow.patient(s).hasActive()).isFalse();
        assertThat(numbers(flow.patient(s).getIdentifier())).contains(s, p);
        assertThat(flow.of(prior)).as("nothing is left behind").isEmpty();
        assertThat(flow.visit("V" + p).getSubject().getReference()).isEqualTo(survivor);
        List<Resource> moved = flow.of(survivor);
        assertThat(moved)
                .extracting(Resource::fhirType)
                .contains("Encounter", "Observation", "DiagnosticReport", "Specimen");
        assertThat(flow.provenances("merge", survivor, prior)).singleElement().satisfies(told -> {
            assertThat(targets(told)).contains(reference(flow.visit("V" + p)), survivor, prior);
            assertThat(told.getMeta().getSource()).isEqualTo(merge.id().asUri());
        });

        flow.tell(message("ADT^A08", "1100", pidOf("Quillon^Zoe", "Neuweg 2", p), pv1("V" + p, "W2^1^A^NORTH")));
        potassium(p, "1130");

        assertThat(flow.patient(s).getNameFirstRep().getGivenAsSingleString())
                .as("what comes under the prior number lands on the survivor")
                .isEqualTo("Zoe");
        assertThat(flow.patient(p).getNameFirstRep().getGivenAsSingleString()).isEqualTo("Zephyrine");
        assertThat(flow.of(prior)).isEmpty();
        assertThat(flow.of(survivor).stream().filter(Observation.class::isInstance))
                .hasSize(2);
        Map<String, String> before = versions(s, p);
        assertThat(flow.tell(message(type, "1000", pid(s), mrg(p))).state()).isEqualTo(MessageState.PROCESSED);
        assertThat(versions(s, p)).as("told again, nothing changes").isEqualTo(before);
        assertThat(flow.identity().of(flow.patient(p).getIdPart()))
                .filteredOn(entry -> entry.kind() == IdentityEvent.MERGED)
                .extracting(IdentityHistory.Entry::other, IdentityHistory.Entry::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(survivor, merge.id()));
    }

    @Test
    void anA36MergesTheAccountsToo() {
        String s = unique("S");
        String p = unique("P");
        flow.tell(message("ADT^A01", "0800", account(pid(s), "A" + s), pv1("V" + s, "W1^1^A^NORTH")));
        flow.tell(message("ADT^A01", "0810", account(pid(p), "A" + p), pv1("V" + p, "W1^2^A^NORTH")));

        flow.tell(message("ADT^A36^ADT_A30", "1000", account(pid(s), "A" + s), mrg(p) + "||A" + p + "^^^NORTH^AN"));

        Account survivor = account("A" + s, Account.AccountStatus.ACTIVE);
        assertThat(account("A" + p, Account.AccountStatus.INACTIVE).getIdPart()).isNotEqualTo(survivor.getIdPart());
        assertThat(flow.visit("V" + p).getAccount())
                .extracting(Reference::getReference)
                .containsExactly("Account/" + survivor.getIdPart());
        assertThat(flow.patient(p).getActive()).isFalse();
    }

    @Test
    void anA40BeforeTheFirstAdmissionOfEither() {
        String s = unique("S");
        String p = unique("P");
        flow.tell(message("ADT^A40^ADT_A39", "0700", pid(s), mrg(p)));

        admit(p, "0810");
        admit(s, "0820");
        potassium(p, "0830");

        String survivor = flow.reference(s);
        assertThat(link(flow.patient(p), LinkType.REPLACEDBY)).isEqualTo(survivor);
        assertThat(flow.visit("V" + p).getSubject().getReference()).isEqualTo(survivor);
        assertThat(flow.visit("V" + s).getSubject().getReference()).isEqualTo(survivor);
        assertThat(flow.of(flow.reference(p))).isEmpty();
    }

    @Test
    void aChainOfMergesEndsAtItsLast() {
        String a = unique("A");
        String b = unique("B");
        String c = unique("C");
        admit(a, "0800");
        admit(b, "0801");
        admit(c, "0802");
        flow.tell(message("ADT^A40^ADT_A39", "0900", pid(b), mrg(a)));
        flow.tell(message("ADT^A40^ADT_A39", "0910", pid(c), mrg(b)));

        potassium(a, "1000");

        assertThat(link(flow.patient(a), LinkType.REPLACEDBY)).isEqualTo(flow.reference(b));
        assertThat(link(flow.patient(b), LinkType.REPLACEDBY)).isEqualTo(flow.reference(c));
        assertThat(flow.of(flow.reference(a))).isEmpty();
        assertThat(flow.of(flow.reference(b))).isEmpty();
        assertThat(flow.of(flow.reference(c)).stream().filter(Encounter.class::isInstance))
                .hasSize(3);
    }

    @Test
    void aCircleOfMergesStaysOnePersonAndSaysSo() {
        String a = unique("A");
        String b = unique("B");
        String c = unique("C");
        admit(a, "0800");
        flow.tell(message("ADT^A40^ADT_A39", "0900", pid(b), mrg(a)));
        flow.tell(message("ADT^A40^ADT_A39", "0910", pid(c), mrg(b)));
        MessageSummary back = flow.tell(message("ADT^A40^ADT_A39", "0920", pid(a), mrg(c)));

        assertThat(back.state()).isEqualTo(MessageState.PROCESSED);
        assertThat(flow.patient(c).hasActive()).as("somebody is left").isFalse();
        assertThat(flow.visit("V" + a).getSubject().getReference()).isEqualTo(flow.reference(c));
        MessageSummary after = flow.tell(message("ADT^A08", "1000", pid(a), pv1("V" + a, "W3^1^A^NORTH")));
        assertThat(after.state()).isEqualTo(MessageState.PROCESSED);
        assertThat(flow.of(flow.reference(a))).isEmpty();
    }

    @Test
    void anUnlinkTakesTheMergeBackAndSaysWhatStays() {
        String s = unique("S");
        String p = unique("P");
        admit(s, "0800");
        admit(p, "0810");
        flow.tell(message("ADT^A40^ADT_A39", "0900", pid(s), mrg(p)));
        flow.tell(message("ADT^A08", "0930", pidOf("Quillon^Zoe", "Neuweg 2", p)));
        potassium(p, "0940");

        MessageSummary unlink = flow.tell(message("ADT^A37", "1000", pid(s), pid(p)));

        assertThat(unlink.state()).isEqualTo(MessageState.PROCESSED);
        assertThat(unlink.detail())
                .contains("the merge is undone", "stays and must be corrected by an A08")
                .doesNotContain("Quillon");
        assertThat(flow.patient(s).hasLink()).isFalse();
        assertThat(flow.patient(p).hasLink()).isFalse();
        assertThat(flow.patient(p).hasActive()).isFalse();
        assertThat(numbers(flow.patient(s).getIdentifier())).doesNotContain(p);
        assertThat(flow.visit("V" + p).getSubject().getReference()).isEqualTo(flow.reference(p));
        assertThat(flow.visit("V" + s).getSubject().getReference()).isEqualTo(flow.reference(s));
        assertThat(flow.of(flow.reference(p)).stream().filter(Observation.class::isInstance))
                .hasSize(1);
        assertThat(flow.provenances("unmerge", flow.reference(s), flow.reference(p)))
                .hasSize(1);
        flow.tell(message("ADT^A08", "1030", pidOf("Quillon^Zora", "Altweg 3", p)));
        assertThat(flow.patient(p).getNameFirstRep().getGivenAsSingleString()).isEqualTo("Zora");
        assertThat(flow.patient(s).getNameFirstRep().getGivenAsSingleString()).isNotEqualTo("Zora");
    }

    @Test
    void aLinkLeavesTwoRecordsThatSeeEachOtherUntilTheUnlink() {
        String a = unique("A");
        String b = unique("B");
        admit(a, "0800");
        admit(b, "0810");

        flow.tell(message("ADT^A24", "0900", pid(a), pid(b)));

        assertThat(link(flow.patient(a), LinkType.SEEALSO)).isEqualTo(flow.reference(b));
        assertThat(link(flow.patient(b), LinkType.SEEALSO)).isEqualTo(flow.reference(a));
        assertThat(flow.visit("V" + b).getSubject().getReference()).isEqualTo(flow.reference(b));
        assertThat(flow.provenances("link", flow.reference(a), flow.reference(b)))
                .hasSize(1);

        flow.tell(message("ADT^A37", "1000", pid(a), pid(b)));

        assertThat(flow.patient(a).hasLink()).isFalse();
        assertThat(flow.patient(b).hasLink()).isFalse();
        assertThat(flow.provenances("unlink", flow.reference(a), flow.reference(b)))
                .hasSize(1);
    }

    private static void admit(String number, String time) {
        assertThat(flow.tell(message("ADT^A01", time, pid(number), pv1("V" + number, "W1^1^A^NORTH")))
                        .state())
                .isEqualTo(MessageState.PROCESSED);
    }

    private static void potassium(String number, String time) {
        String order = number + "-" + time;
        assertThat(flow.tellFromLab(message(
                                "ORU^R01^ORU_R01",
                                time,
                                "PID|1||" + number + "^^^NORTH^MR",
                                "OBR|1|P" + order + "^EHR|F" + order + "^LIS|2823-3^Potassium^LN|||20260301" + time
                                        + "|||||||||||||||20260301" + time + "||LAB|F",
                                "OBX|1|NM|2823-3^Potassium^LN||4.1|mmol/L^^UCUM|3.5-5.1|N|||F"))
                        .state())
                .isEqualTo(MessageState.PROCESSED);
    }

    private static String account(String pid, String account) {
        return pid + "|||||||" + account + "^^^NORTH^AN";
    }

    private static Account account(String number, Account.AccountStatus status) {
        return flow.all(Account.class).stream()
                .filter(account -> account.getStatus() == status)
                .filter(account -> number.equals(account.getIdentifierFirstRep().getValue()))
                .reduce((one, other) -> {
                    throw new AssertionError("two accounts of " + number);
                })
                .orElseThrow();
    }

    private static String link(Patient patient, LinkType type) {
        return patient.getLink().stream()
                .filter(link -> link.getType() == type)
                .map(link -> link.getOther().getReference())
                .reduce((one, other) -> {
                    throw new AssertionError("two links " + type);
                })
                .orElseThrow();
    }

    private static List<String> targets(Provenance told) {
        return told.getTarget().stream().map(Reference::getReference).toList();
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdPart();
    }

    // current versions of both patients and of all that is theirs
    private static Map<String, String> versions(String... numbers) {
        Map<String, String> versions = new TreeMap<>();
        for (String number : numbers) {
            versions.put(number, flow.patient(number).getMeta().getVersionId());
            flow.store()
                    .referringTo(flow.reference(number))
                    .forEach(resource ->
                            versions.put(reference(resource), resource.getMeta().getVersionId()));
        }
        return versions;
    }

    private static int count;

    private static String unique(String prefix) {
        return "MF" + prefix + ++count;
    }
}
