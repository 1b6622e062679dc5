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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several messages in one transaction: order, isolation of the one that fails, and nothing twice. */
class BatchOrderTest {

    private static final int MESSAGES = 1_200;

    private final JournalKit kit = new JournalKit(JournalKit.settings(16, 300));
    /** Numbers by lane, in the order of commits. */
    private final Map<String, List<Long>> effects = new ConcurrentHashMap<>();

    private final AtomicInteger largest = new AtomicInteger();

    @AfterEach
    void close() {
        kit.close();
    }

    private final class Together implements MessageProcessor {

        private final java.util.function.Consumer<InboundMessage> before;

        Together(java.util.function.Consumer<InboundMessage> before) {
            this.before = before;
        }

        @Override
        public int most() {
            return 10;
        }

        @Override
        public void process(InboundMessage message) {
            processTogether(List.of(message));
        }

        @Override
        public void processTogether(List<InboundMessage> messages) {
            largest.accumulateAndGet(messages.size(), Math::max);
            kit.transaction.executeWithoutResult(status -> messages.forEach(message -> {
                kit.finish(message);
                // after the end was written, to see that it is taken back
                before.accept(message);
            }));
            for (InboundMessage message : messages) {
                for (String lane : JournalKit.lanes(message)) {
                    effects.computeIfAbsent(lane, l -> Collections.synchronizedList(new ArrayList<>()))
                            .add(message.id().value());
                }
            }
        }
    }

    private Map<String, List<Long>> send(Random random, int patients) {
        Map<String, List<Long>> expected = new HashMap<>();
        List<List<String>> traffic = new ArrayList<>();
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            List<String> lanes =
                    new ArrayList<>(List.of("P" + (int) (patients * random.nextDouble() * random.nextDouble())));
            if (random.nextInt(8) == 0) {
                lanes.add("P" + random.nextInt(patients));
            }
            traffic.add(lanes.stream().distinct().toList());
            receipts.add(kit.submit(message("C" + i, traffic.get(i).toArray(String[]::new))));
        }
        for (int i = 0; i < MESSAGES; i++) {
            long id =
                    ((Receipt.Recorded) JournalKit.await(receipts.get(i))).id().value();
            for (String lane : traffic.get(i)) {
                expected.computeIfAbsent(lane, l -> new ArrayList<>()).add(id);
            }
        }
        return expected;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void keepsEveryLaneInOrderAlthoughSomeFailForAWhile(long seed) {
        Map<Long, Integer> failures = new ConcurrentHashMap<>();
        kit.start(new Together(message -> {
            Random own = new Random(seed * 31 + message.id().value());
            int fails = own.nextInt(30) == 0 ? 1 + own.nextInt(6) : 0;
            if (failures.merge(message.id().value(), 1, Integer::sum) <= fails) {
                throw new FaultException(Fault.of(FaultCode.STORE_CONFLICT, "invented"));
            }
        }));
        Map<String, List<Long>> expected = send(new Random(seed), 40);
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.count().processed() == MESSAGES);
        Awaitility.await().atMost(JournalKit.PATIENCE).untilAsserted(() -> assertThat(effects)
                .isEqualTo(expected));
        assertThat(largest.get()).as("some went together").isGreaterThan(1);
    }

    @Test
    void theOneThatFailsForGoodFailsAloneAndTheOthersAreAppliedOnce() {
        kit.start(new Together(message -> {
            if (message.header().controlId().endsWith("7")) {
                throw new FaultException(Fault.of(FaultCode.VALUE_INVALID, "invented"));
            }
        }));
        Map<String, List<Long>> expected = send(new Random(5), 10);
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.count().queued() == 0);
        FeedCount count = kit.count();
        assertThat(count.failed()).containsOnly(Map.entry("VALUE_INVALID", (long) MESSAGES / 10));
        assertThat(count.processed()).isEqualTo(MESSAGES - MESSAGES / 10);
        expected.values().forEach(ids -> ids.removeIf(id -> kit.state(new MessageId(id)) == MessageState.FAILED));
        Awaitility.await().atMost(JournalKit.PATIENCE).untilAsserted(() -> assertThat(effects)
                .isEqualTo(expected));
        assertThat(largest.get()).isGreaterThan(1);
    }

    @Test
    void whatIsHeldHoldsThoseBehindItThatWentWithIt() {
        Map<String, Boolean> mended = new ConcurrentHashMap<>();
        LaneScheduler scheduler = kit.start(
                kit.journal,
                new Together(message -> {
                    if (message.header().controlId().equals("C100") && mended.isEmpty()) {
                        throw new FaultException(Fault.of(FaultCode.IDENTITY_CONFLICT, "invented"));
                    }
                }),
                (feed, fault) -> OnFailure.HOLD_LANE);
        Map<String, List<Long>> expected = send(new Random(6), 1);
        MessageId held = Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(
                        () -> kit.journal.search().find(MessageQuery.NEWEST.withState(MessageState.HELD)),
                        found -> !found.isEmpty())
                .get(0)
                .id();
        assertThat(kit.count().processed()).isEqualTo(100);
        mended.put("yes", true);
        assertThat(scheduler.release(held, "quill")).isTrue();
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.count().processed() == MESSAGES);
        Awaitility.await().atMost(JournalKit.PATIENCE).untilAsserted(() -> assertThat(effects)
                .isEqualTo(expected));
    }
}
