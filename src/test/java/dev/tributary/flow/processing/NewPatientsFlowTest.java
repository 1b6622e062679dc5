package dev.tributary.flow.processing;

import static dev.tributary.flow.processing.WholeFlow.message;
import static dev.tributary.flow.processing.WholeFlow.pid;
import static dev.tributary.flow.processing.WholeFlow.pv1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.journal.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * New numbers, each in two messages, through 32 workers: as many Patients as numbers. As many as the property {@code
 * new.patients} says, 300 in every build.
 */
class NewPatientsFlowTest {

    private static final int NUMBERS = Integer.getInteger("new.patients", 300);

    @Test
    void everyNewNumberMakesExactlyOnePatientAlthoughEveryMessageIsDoubled() {
        try (WholeFlow flow = new WholeFlow(32)) {
            List<byte[]> traffic = new ArrayList<>();
            for (int i = 0; i < NUMBERS; i++) {
                String number = "NP%05d".formatted(i);
                // the same words under two MSH-10: no retransmit, but said twice
                for (int time = 0; time < 2; time++) {
                    traffic.add(message("ADT^A01", "0800", pid(number), pv1("V" + number, "W1^1^A^NORTH")));
                }
            }
            Collections.shuffle(traffic, new Random(32));
            List<CompletionStage<Receipt>> receipts =
                    traffic.stream().map(each -> flow.send(WholeFlow.EHR, each)).toList();
            receipts.forEach(
                    receipt -> assertThat(receipt.toCompletableFuture().join()).isInstanceOf(Receipt.Recorded.class));
            long last = receipts.stream()
                    .mapToLong(receipt -> ((Receipt.Recorded)
                                    receipt.toCompletableFuture().join())
                            .id()
                            .value())
                    .max()
                    .orElseThrow();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> 0
                            == count(
                                    flow,
                                    "select count(*) from tributary.message where state = 'QUEUED' and waits_for is"
                                            + " null and id <= "
                                            + last));

            assertThat(count(
                            flow,
                            "select count(distinct patient_id) from tributary.patient_identifier where value"
                                    + " like 'NP_____'"))
                    .isEqualTo(NUMBERS);
            assertThat(count(
                            flow,
                            "select count(*) from hfj_resource r join hfj_res_ver v on v.res_id = r.res_id and"
                                    + " v.res_ver = r.res_ver where r.res_type = 'Patient' and v.res_text_vc like"
                                    + " '%\"value\":\"NP_____\"%'"))
                    .as("FHIR Patients")
                    .isEqualTo(NUMBERS);
            assertThat(count(
                            flow,
                            "select count(*) from hfj_resource r join hfj_res_ver v on v.res_id = r.res_id and"
                                    + " v.res_ver = r.res_ver where r.res_type = 'Encounter' and v.res_text_vc"
                                    + " like '%\"value\":\"VNP_____\"%'"))
                    .as("their visits")
                    .isEqualTo(NUMBERS);
        }
    }

    private static long count(WholeFlow flow, String sql) {
        return flow.sql().sql(sql).query(Long.class).single();
    }
}
