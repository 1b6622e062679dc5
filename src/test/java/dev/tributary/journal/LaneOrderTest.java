package dev.tributary.journal;

import static dev.tributary.journal.JournalKit.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.MessageId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Per patient in the order received, at any parallelism, merges included (invariant 4). */
class LaneOrderTest {

    private static final int MESSAGES = 1_500;
    private static final int PATIENTS = 40;

    private JournalKit kit;
    /** What was done, by lane, in the order of the commits. */
    private final Map<String, List<Long>> effects = new ConcurrentHashMap<>();

    private final Set<String> inside = ConcurrentHashMap.newKeySet();
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() {
        kit = new JournalKit();
    }

    /** The same journal, with so many workers and so wide a window. */
    private void use(int workers, int window) {
        kit.close();
        kit = new JournalKit(JournalKit.settings(workers, window));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    /** Messages of one to three patients each; a lane each. */
    private List<List<String>> traffic(Random random) {
        List<List<String>> traffic = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            List<String> patients = new ArrayList<>();
            // a few busy patients, many quiet ones, some merges
            patients.add("P" + (int) (PATIENTS * random.nextDouble() * random.nextDouble()));
            while (random.nextInt(8) == 0 && patients.size() < 3) {
                patients.add("P" + random.nextInt(PATIENTS));
            }
            traffic.add(patients.stream().distinct().toList());
        }
        return traffic;
    }

    private void apply(InboundMessage message, long pauseNanos) {
        Set<String> lanes = JournalKit.lanes(message);
        for (String lane : lanes) {
            if (!inside.add(lane)) {
                violations.add("two at a time in " + lane);
            }
        }
        LockSupport.parkNanos(pauseNanos);
        kit.process(message);
        for (String lane : lanes) {
            effects.computeIfAbsent(lane, l -> Collections.synchronizedList(new ArrayList<>()))
                    .add(message.id().value());
        }
        inside.removeAll(lanes);
    }

    private Map<String, List<Long>> send(List<List<String>> traffic) {
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < traffic.size(); i++) {
            receipts.add(kit.submit(message("C" + i, traffic.get(i).toArray(String[]::new))));
        }
        Map<String, List<Long>> expected = new HashMap<>();
        for (int i = 0; i < traffic.size(); i++) {
            long id =
                    ((Receipt.Recorded) JournalKit.await(receipts.get(i))).id().value();
            traffic.get(i).forEach(lane -> expected.computeIfAbsent(lane, l -> new ArrayList<>())
                    .add(id));
        }
        return expected;
    }

    private void awaitAllProcessed(long count) {
        Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(() -> kit.jdbc
                                .sql("select count(*) from tributary.message where state = 'PROCESSED'")
                                .query(Long.class)
                                .single()
                        == count);
        Awaitility.await().atMost(JournalKit.PATIENCE).until(inside::isEmpty);
    }

    /** A window smaller than the traffic makes the queue go through the database as well. */
    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 1000", "3, 100", "4, 100", "5, 20"})
    void keepsEveryLaneInOrderWith64Workers(long seed, int window) {
        use(64, window);
        Random random = new Random(seed);
        List<List<String>> traffic = traffic(random);
        Map<Long, Integer> failures = new ConcurrentHashMap<>();
        kit.start(message -> {
            Random own = new Random(seed * 31 + message.id().value());
            int fails = own.nextInt(20) == 0 ? 1 + own.nextInt(5) : 0;
            if (failures.merge(message.id().value(), 1, Integer::sum) <= fails) {
                throw new FaultException(Fault.of(FaultCode.STORE_UNREACHED, "invented"));
            }
            apply(message, own.nextInt(3) == 0 ? own.nextInt(2_000_000) : 0);
        });
        Map<String, List<Long>> expected = send(traffic);
        awaitAllProcessed(MESSAGES);
        assertThat(violations).isEmpty();
        assertThat(effects).isEqualTo(expected);
    }

    @Test
    void keepsTheOrderWhenLanesAreHeldAndReleasedAtRandom() {
        use(16, 100);
        Random random = new Random(7);
        Set<Long> released = ConcurrentHashMap.newKeySet();
        LaneScheduler scheduler = kit.start(
                kit.journal,
                message -> {
                    if (message.id().value() % 50 == 0
                            && !released.contains(message.id().value())) {
                        throw new FaultException(Fault.of(FaultCode.IDENTITY_CONFLICT, "invented"));
                    }
                    apply(message, 0);
                },
                (feed, fault) -> OnFailure.HOLD_LANE);
        Map<String, List<Long>> expected = send(traffic(random));
        while (kit.count().processed() < MESSAGES) {
            List<MessageSummary> held = kit.journal.search().find(MessageQuery.NEWEST.withState(MessageState.HELD));
            if (!held.isEmpty()) {
                MessageId id = held.get(random.nextInt(held.size())).id();
                released.add(id.value());
                assertThat(scheduler.release(id, "quill")).isTrue();
            }
        }
        awaitAllProcessed(MESSAGES);
        assertThat(violations).isEmpty();
        assertThat(effects).isEqualTo(expected);
    }

    @Test
    void takesUpInOrderWhatAnotherEngineLeft() {
        use(8, 50);
        List<List<String>> traffic = traffic(new Random(11));
        LaneScheduler first = kit.start(message -> apply(message, 100_000));
        Map<String, List<Long>> expected = send(traffic);
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.count().processed() > MESSAGES / 5);
        first.close();
        assertThat(kit.count().queued()).isPositive();
        kit.start(
                kit.openAnother(kit.dataSource, JournalKit.settings(8, 50)),
                message -> apply(message, 0),
                FailurePolicy.GO_ON);
        awaitAllProcessed(MESSAGES);
        assertThat(violations).isEmpty();
        assertThat(effects).isEqualTo(expected);
        assertThat(kit.count().balances()).isTrue();
    }

    @Test
    void letsOthersGoOnWhileABusyLaneIsHeldEvenIfItsQueueIsLongerThanTheWindow() {
        use(4, 20);
        Set<String> released = ConcurrentHashMap.newKeySet();
        LaneScheduler scheduler = kit.start(
                kit.journal,
                message -> {
                    if (message.header().controlId().equals("C0") && released.isEmpty()) {
                        throw new FaultException(Fault.of(FaultCode.IDENTITY_CONFLICT, "invented"));
                    }
                    apply(message, 0);
                },
                (feed, fault) -> OnFailure.HOLD_LANE);
        List<List<String>> traffic = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            traffic.add(List.of(i % 10 == 9 ? "Q" + i : "P"));
        }
        Map<String, List<Long>> expected = send(traffic);
        awaitAllProcessed(30);
        assertThat(effects).doesNotContainKey("P");
        MessageId held = kit.journal
                .search()
                .find(MessageQuery.NEWEST.withState(MessageState.HELD))
                .get(0)
                .id();
        released.add("P");
        assertThat(scheduler.release(held, "quill")).isTrue();
        awaitAllProcessed(300);
        assertThat(effects).isEqualTo(expected);
    }
}
