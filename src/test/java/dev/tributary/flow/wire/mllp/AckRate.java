package dev.tributary.flow.wire.mllp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.base.Fault;
import dev.tributary.base.MessageId;
import dev.tributary.flow.database.DatabaseMigration;
import dev.tributary.flow.database.PostgresServer;
import dev.tributary.flow.wire.RecordingJournal;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.AckOutcome;
import dev.tributary.journal.Journal;
import dev.tributary.journal.JournalAcknowledgments;
import dev.tributary.journal.JournalProperties;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.Receipt;
import dev.tributary.kit.Messages;
import dev.tributary.kit.MllpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the way in alone: sockets, frames, route, intake and answer. The journal keeps nothing and answers at once;
 * or, with {@code durable}, it is the real one on the engine's own PostgreSQL, fsync on, and nothing is processed.
 * Client, edge and database share the machine. Run {@code main}; it is no test and asserts nothing.
 */
final class AckRate {

    private AckRate() {}

    private static final AtomicLong CONTROL_IDS = new AtomicLong();

    /** @param args perhaps {@code durable}; then connections and messages for each, in pairs: 1 20000 50 2000 if none */
    public static void main(String[] args) throws Exception {
        boolean durable = args.length > 0 && args[0].equals("durable");
        int[] numbers = args.length < 2
                ? new int[] {1, 20_000, 50, 2_000}
                : Arrays.stream(args)
                        .skip(durable ? 1 : 0)
                        .mapToInt(Integer::parseInt)
                        .toArray();
        if (durable) {
            durable(numbers);
        } else {
            Instantly journal = new Instantly();
            run(Edge.on(Map.of(), journal, journal, new RecordingJournal()), numbers);
        }
    }

    private static void durable(int[] numbers) throws Exception {
        Path folder = Files.createDirectories(Path.of("target/ack-rate"));
        HikariConfig pool = new HikariConfig();
        try (PostgresServer server = PostgresServer.start(folder, 0, 40, Duration.ofMinutes(2))) {
            pool.setJdbcUrl(server.jdbcUrl());
            pool.setUsername(server.username());
            pool.setPassword(server.password());
            try (HikariDataSource database = new HikariDataSource(pool)) {
                DatabaseMigration.migrate(database);
                try (Journal journal = Journal.open(
                        database,
                        JournalProperties.defaults(),
                        wire -> HeaderPeek.of(wire.bytes()),
                        Clock.systemUTC())) {
                    run(Edge.on(Map.of(), journal.messages(), journal.acknowledgments(), journal.search()), numbers);
                }
            }
        }
    }

    private static void run(Edge edge, int[] numbers) throws Exception {
        edge.camel.start();
        run(edge, 4, 10_000);
        for (int i = 0; i < numbers.length; i += 2) {
            run(edge, numbers[i], numbers[i + 1]);
        }
        edge.close();
    }

    private static void run(Edge edge, int connections, int messages) throws InterruptedException {
        long[][] nanos = new long[connections][messages];
        List<Thread> clients = new ArrayList<>();
        long start = System.nanoTime();
        for (int c = 0; c < connections; c++) {
            long[] mine = nanos[c];
            Thread client = new Thread(() -> send(edge.port(), mine));
            clients.add(client);
            client.start();
        }
        for (Thread client : clients) {
            client.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] all = Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "%d connections: %.0f acks/s, p50 %.2f ms, p99 %.2f ms, max %.1f ms (%d messages)%n",
                connections,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[all.length * 99 / 100] / 1e6,
                all[all.length - 1] / 1e6,
                all.length);
    }

    private static void send(int port, long[] nanos) {
        String run = "A" + System.currentTimeMillis() + "-";
        try (MllpClient client = MllpClient.to(port)) {
            for (int i = 0; i < nanos.length; i++) {
                byte[] frame = Messages.adtA01()
                        .withControlId(run + CONTROL_IDS.incrementAndGet())
                        .framed();
                long sent = System.nanoTime();
                client.write(frame);
                if (!new String(client.readBytes(), StandardCharsets.US_ASCII).contains("MSA|AA|")) {
                    throw new IllegalStateException("not accepted");
                }
                nanos[i] = System.nanoTime() - sent;
            }
        }
    }

    /** Keeps nothing. */
    private static final class Instantly implements MessageJournal, JournalAcknowledgments {

        private final AtomicLong ids = new AtomicLong();

        @Override
        public CompletionStage<Receipt> record(WireMessage wire, MessageHeader header) {
            return CompletableFuture.completedFuture(new Receipt.Recorded(new MessageId(ids.incrementAndGet()), false));
        }

        @Override
        public CompletionStage<Receipt> recordRefused(WireMessage wire, Fault why) {
            return CompletableFuture.completedFuture(new Receipt.Refused(why));
        }

        @Override
        public void sent(MessageId id, AckOutcome outcome, Instant at) {
            // keeps nothing
        }
    }
}
