package dev.tributary.alert.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.alert.Alert;
import dev.tributary.alert.Severity;
import dev.tributary.kit.AlertRig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    private static final Alert ALERT = AlertRig.alert("critical-result", Severity.CRITICAL, "p1", 1);

    private AlertRig rig;

    @BeforeEach
    void openDatabase(@TempDir Path folder) {
        rig = new AlertRig(folder, Map.of());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anAlertIsThereOnceItsTransactionIsCommitted() {
        assertThat(rig.commit(ALERT)).containsExactly(ALERT);

        assertThat(rig.outbox.depth()).isEqualTo(1);
    }

    @Test
    void rollbackLeavesNoAlert() {
        rig.transaction.executeWithoutResult(status -> {
            assertThat(rig.outbox.add(List.of(ALERT))).containsExactly(ALERT);
            status.setRollbackOnly();
        });

        assertThat(rig.outbox.depth()).isZero();
    }

    @Test
    void theSameFactTwiceIsOneAlert() {
        rig.commit(ALERT);

        assertThat(rig.commit(ALERT)).isEmpty();
        assertThat(rig.outbox.depth()).isEqualTo(1);
    }

    @Test
    void alertsDoNotCommitOnTheirOwn() {
        assertThatThrownBy(() -> rig.outbox.add(List.of(ALERT))).isInstanceOf(IllegalStateException.class);

        assertThat(rig.outbox.depth()).isZero();
    }
}
