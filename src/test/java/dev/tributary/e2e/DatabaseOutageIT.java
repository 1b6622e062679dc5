package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.flow.database.PostgresServer;
import dev.tributary.kit.EngineProcess;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The started jar on a PostgreSQL of its user's that is stopped, crashes and hangs under load: no positive answer
 * without a row, an honest one or none meanwhile, and the engine goes on by itself when the database is back.
 */
class DatabaseOutageIT {

    private static final String RUN = "D";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port = EngineProcess.freePort();

    @TempDir
    Path folder;

    private PostgresServer database;

    @AfterEach
    void stop() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void anAbsentDatabaseGivesNoFalseAnswerAndLosesNothing() throws IOException, JMSException {
        startDatabase();
        try (EngineProcess engine = Holdings.withRegistry(new EngineProcess(Files.createDirectory(folder.resolve("e"))))
                .set("tributary.database.url", database.jdbcUrl())
                .set("tributary.database.username", database.username())
                .set("tributary.database.password", database.password())
                .set("tributary.journal.commit-timeout", "5s")) {
            engine.start();
            Ledger ledger = new Ledger(engine.mllpPort(), RUN);
            ledger.start(10);

            awaitMore(ledger, 200);
            database.close();
            assertNothingIsPromised(ledger);
            await("the health says so").atMost(PATIENCE).until(() -> !engine.isHealthy());
            startDatabase();

            awaitMore(ledger, 100);
            crash();
            assertNothingIsPromised(ledger);
            startDatabase();

            awaitMore(ledger, 100);
            List<Long> processes = processes();
            signal("STOP", processes);
            assertNothingIsPromised(ledger);
            signal("CONT", processes);

            awaitMore(ledger, 100);
            ledger.finish();
            assertThat(ledger.otherAnswers()).as("MSA-1 while it was away").containsExactly("AE");
            await("healthy by itself").atMost(PATIENCE).until(engine::isHealthy);
            Holdings.of(engine, RUN).assertEachOnce(ledger.accepted());
            assertThat(Traffic.peopleIn(RUN, engine.output())).isEmpty();
            assertThat(Traffic.peopleIn(RUN, Files.readString(folder.resolve("d/postgres.log"))))
                    .isEmpty();
        }
    }

    private void startDatabase() {
        database = PostgresServer.start(folder.resolve("d"), port, 60, PATIENCE);
    }

    // an answer that was on its way when the database went may still come; after some refusals none is
    private static void assertNothingIsPromised(Ledger ledger) {
        awaitRefusals(ledger, 15);
        int accepted = ledger.accepted().size();
        awaitRefusals(ledger, 30);
        assertThat(ledger.accepted()).as("accepted without a database").hasSize(accepted);
    }

    private static void awaitRefusals(Ledger ledger, int more) {
        int goal = ledger.refusals() + more;
        await("senders hear that it does not work").atMost(PATIENCE).until(() -> ledger.refusals() >= goal);
    }

    private static void awaitMore(Ledger ledger, int more) {
        int goal = ledger.accepted().size() + more;
        await("load is on").atMost(PATIENCE).until(() -> ledger.accepted().size() >= goal);
    }

    private void crash() throws IOException {
        ProcessHandle server = ProcessHandle.of(processes().get(0)).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
    }

    // the postmaster first, then those it began
    private List<Long> processes() throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(folder.resolve("d/postgres/postmaster.pid"))
                .get(0)
                .strip());
        List<Long> all = new ArrayList<>(List.of(postmaster));
        ProcessHandle.of(postmaster).orElseThrow().children().forEach(child -> all.add(child.pid()));
        return all;
    }

    private static void signal(String name, List<Long> processes) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-s", name));
        processes.forEach(process -> command.add(Long.toString(process)));
        Process kill = new ProcessBuilder(command).inheritIO().start();
        // one that ended meanwhile makes the status bad and changes nothing
        kill.onExit().join();
    }
}
