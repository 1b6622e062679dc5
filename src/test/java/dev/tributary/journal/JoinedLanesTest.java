package dev.tributary.journal;

import static dev.tributary.journal.JournalKit.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.MessageId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After a message that speaks of two numbers, both are one lane: what comes with either goes in the order received. */
class JoinedLanesTest {

    private final JournalKit kit = new JournalKit(JournalKit.settings(16, 200));
    private final List<MessageId> done = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void whatFollowsAMergeWaitsForWhatFollowedUnderTheOtherNumber() {
        // the merge runs until all have come: once it is done, the identity tables and not the lanes know of it
        CountDownLatch allCame = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        AtomicBoolean otherPassed = new AtomicBoolean();
        AtomicBoolean firstRuns = new AtomicBoolean();
        kit.start(message -> {
            String id = message.header().controlId();
            if (id.equals("MERGE")) {
                await(allCame);
            }
            if (id.equals("AFTER-A")) {
                firstRuns.set(true);
                await(open);
            }
            otherPassed.compareAndSet(false, id.equals("OTHER"));
            kit.process(message);
            done.add(message.id());
        });
        MessageId merge = kit.recorded(message("MERGE", "A", "B"));
        MessageId first = kit.recorded(message("AFTER-A", "A"));
        MessageId second = kit.recorded(message("AFTER-B", "B"));
        kit.recorded(message("OTHER", "C"));
        Awaitility.await().atMost(JournalKit.PATIENCE).untilTrue(otherPassed);
        allCame.countDown();
        Awaitility.await().atMost(JournalKit.PATIENCE).untilTrue(firstRuns);
        assertThat(done).doesNotContain(first, second);
        open.countDown();
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> done.size() == 4);
        assertThat(done).containsSubsequence(merge, first, second);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever was ever named together must be worked on in the order received, from then on; checked against a plain model. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsTheOrderOfWhateverWasJoined(long seed) {
        Random random = new Random(seed);
        // the numbers joined by messages that are done, as the identity tables would know them
        Map<String, String> known = new ConcurrentHashMap<>();
        List<Set<String>> traffic = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            Set<String> numbers = new HashSet<>(Set.of("P" + random.nextInt(60)));
            if (random.nextInt(40) == 0) {
                numbers.add("P" + random.nextInt(60));
            }
            traffic.add(numbers);
        }
        LaneScheduler scheduler = kit.journal.scheduler(
                message -> {
                    if (message.id().value() % 3 == 0) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    kit.transaction.executeWithoutResult(status -> kit.finish(message));
                    synchronized (known) {
                        Set<String> numbers = JournalKit.lanes(message);
                        Set<String> roots = new HashSet<>();
                        numbers.forEach(number -> roots.add(known.getOrDefault(number, number)));
                        String root = roots.iterator().next();
                        known.replaceAll((number, old) -> roots.contains(old) ? root : old);
                        numbers.forEach(number -> known.put(number, root));
                        done.add(message.id());
                    }
                },
                message -> {
                    Set<String> keys = new HashSet<>();
                    synchronized (known) {
                        for (String number : JournalKit.lanes(message)) {
                            keys.add(number);
                            if (known.containsKey(number)) {
                                keys.add("root " + known.get(number));
                            }
                        }
                    }
                    return keys;
                },
                FailurePolicy.GO_ON);
        scheduler.start();
        try {
            List<CompletionStage<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < traffic.size(); i++) {
                receipts.add(kit.submit(message("C" + i, traffic.get(i).toArray(String[]::new))));
            }
            Map<Long, Set<String>> numbers = new HashMap<>();
            for (int i = 0; i < traffic.size(); i++) {
                numbers.put(
                        ((Receipt.Recorded) JournalKit.await(receipts.get(i)))
                                .id()
                                .value(),
                        traffic.get(i));
            }
            Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> done.size() == traffic.size());
            assertThat(outOfOrder(numbers)).isEmpty();
        } finally {
            scheduler.close();
        }
    }

    // serial model: a message follows the last one of each group that its numbers belonged to when it was received
    private List<String> outOfOrder(Map<Long, Set<String>> numbers) {
        Map<Long, Integer> place = new HashMap<>();
        for (int i = 0; i < done.size(); i++) {
            place.put(done.get(i).value(), i);
        }
        Map<String, String> group = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        numbers.keySet().stream().sorted().forEach(id -> {
            Set<String> groups = new HashSet<>();
            Set<String> its = numbers.getOrDefault(id, Set.of());
            its.forEach(number -> groups.add(group.getOrDefault(number, number)));
            for (String before : groups) {
                Long previous = last.get(before);
                if (previous != null && place.getOrDefault(previous, 0) > place.getOrDefault(id, 0)) {
                    wrong.add(id + " before " + previous);
                }
            }
            String joined = groups.iterator().next();
            group.replaceAll((number, old) -> groups.contains(old) ? joined : old);
            its.forEach(number -> group.put(number, joined));
            last.put(joined, id);
        });
        return wrong;
    }
}
