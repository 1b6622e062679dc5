package dev.tributary.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.KillPoint;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.TestTerminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private final TestTerminal terminal = new TestTerminal();

    @Test
    void theSameSeedGivesTheSamePlan() {
        List<FaultKind> kinds = List.of(FaultKind.DATABASE_STOP, FaultKind.SUBSCRIBER_SLOW);
        FaultPlan one = FaultPlan.of(7, 300, "s", 20, 2, kinds);

        assertThat(FaultPlan.of(7, 300, "s", 20, 2, kinds)).isEqualTo(one);
        assertThat(FaultPlan.of(8, 300, "s", 20, 2, kinds)).isNotEqualTo(one);
        assertThat(one.faults()).hasSize(24);
        assertThat(one.faults()).filteredOn(fault -> fault.kind().isKill()).hasSize(20);
    }

    @Test
    void theFaultsFitIntoTheTraffic() {
        for (int seed = 1; seed < 50; seed++) {
            double sum = FaultPlan.of(seed, 300, "s", seed, 1, List.of(FaultKind.STOP)).faults().stream()
                    .mapToDouble(PlannedFault::after)
                    .sum();
            assertThat(sum).isPositive().isLessThan(300);
        }
    }

    @Test
    void manyKillsMeetEveryPoint() {
        List<String> points = FaultPlan.of(7, 300, "s", 200, 0, List.of()).faults().stream()
                .filter(fault -> fault.kind() == FaultKind.KILL_AT_POINT)
                .map(fault -> fault.detail().split(":")[0])
                .distinct()
                .toList();

        assertThat(points).hasSameSizeAs(KillPoint.values());
        FaultPlan.of(7, 300, "s", 200, 0, List.of()).faults().stream()
                .filter(fault -> fault.kind() == FaultKind.KILL_AT_POINT)
                .forEach(fault ->
                        assertThat(KillPoint.refusal(fault.detail(), "yes")).isEmpty());
    }

    @Test
    void thePlanCanBeSeenWithoutRunningIt() {
        assertThat(terminal.run("prove", "--plan-only", "--minutes", "5", "--kills", "20", "--seed", "7"))
                .isEqualTo(ExitCode.GOOD);
        String first = terminal.out();
        TestTerminal again = new TestTerminal();
        assertThat(again.run("prove", "--plan-only", "--minutes", "5", "--kills", "20", "--seed", "7"))
                .isEqualTo(ExitCode.GOOD);

        assertThat(again.out()).isEqualTo(first).contains("29 faults", "kill-at-point", "database-frozen");
        assertThat(Files.exists(Path.of("prove-7"))).isFalse();
    }

    @Test
    void wrongUsageIsToldWithItsCure() {
        assertThat(terminal.run("prove", "--minutes", "1", "--messages", "1")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("prove", "--faults", "earthquake")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("prove", "--faults", "disk-full")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("prove", "--faults", "broker-kill")).isEqualTo(ExitCode.WRONG_USAGE);

        assertThat(terminal.err())
                .contains("give one")
                .contains("there is no 'earthquake'")
                .contains("needs --small-disk")
                .contains("needs --broker outside");
    }

    @Test
    void theHelpFitsATerminal() {
        assertThat(terminal.run("prove", "--help")).isEqualTo(ExitCode.GOOD);
        assertThat(terminal.out()).contains("four ledgers", "--plan-only", "Examples:");
        assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 120);
    }
}
