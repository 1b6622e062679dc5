package dev.tributary.cli.prove;

import dev.tributary.cli.simulate.Delivery;
import dev.tributary.cli.simulate.SimulatedMessage;
import dev.tributary.cli.simulate.Stories;
import dev.tributary.cli.simulate.Story;
import dev.tributary.hl7.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Senders on connections of their own. Each has some stories in hand, sends the next delivery of one of them, and does not
 * go on before every message in it has a positive answer: what had none is sent again, as real senders do.
 */
final class Senders {

    private static final int STORIES_IN_HAND = 6;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_SENDS = 2_000;

    /** One story in the course of being sent. */
    private static final class Told {
        private final Story story;
        private int next;

        private Told(Story story) {
            this.story = story;
        }

        private boolean isOver() {
            return next == story.deliveries().size();
        }
    }

    private final Stories stories;
    private final SenderLedger ledger;
    private final long seed;
    private final double cutPercent;
    private final AtomicInteger nextStory = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Discrepancy> findings = new ConcurrentLinkedQueue<>();
    private volatile boolean ending;
    private volatile boolean paused;

    /**
     * @param stories where messages come from
     * @param ledger their book
     * @param seed of what goes wrong on the wire
     * @param cutPercent how many frames in a hundred are cut by the sender
     */
    Senders(Stories stories, SenderLedger ledger, long seed, double cutPercent) {
        this.stories = stories;
        this.ledger = ledger;
        this.seed = seed;
        this.cutPercent = cutPercent;
    }

    void start(int port, int connections) {
        for (int i = 0; i < connections; i++) {
            int number = i;
            Thread thread = new Thread(() -> run(port, number), "prove-sender-" + (i + 1));
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** @param pause whether no new message is sent, since the engine has enough to do */
    void pause(boolean pause) {
        paused = pause;
    }

    /** Lets every sender finish the stories it has in hand, and waits for them. */
    void finish() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    boolean isDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    void stopTakingStories() {
        ending = true;
    }

    /** @return answers that no sender expects */
    List<Discrepancy> findings() {
        return List.copyOf(findings);
    }

    private void run(int port, int number) {
        Random random = new Random(seed * 31 + number);
        Wire wire = new Wire(port);
        List<Told> inHand = new ArrayList<>();
        while (true) {
            while (!ending && inHand.size() < STORIES_IN_HAND) {
                Story story = stories.story(nextStory.incrementAndGet());
                ledger.open(story);
                inHand.add(new Told(story));
            }
            if (inHand.isEmpty()) {
                break;
            }
            while (paused && !ending) {
                LockSupport.parkNanos(AGAIN_NANOS);
            }
            Told told = inHand.get(random.nextInt(inHand.size()));
            send(wire, told.story, told.story.deliveries().get(told.next++), random);
            if (told.isOver()) {
                inHand.remove(told);
            }
        }
        wire.drop();
    }

    private void send(Wire wire, Story story, Delivery delivery, Random random) {
        WireFault fault = random.nextDouble() * 100 < cutPercent
                ? WireFault.values()[1 + random.nextInt(WireFault.values().length - 1)]
                : WireFault.NONE;
        byte[] bytes = delivery.bytes();
        for (int sends = 0; sends < MOST_SENDS; sends++) {
            try {
                // half a frame is never taken
                boolean whole = fault != WireFault.CUT_FRAME;
                List<Answer> answers = wire.exchange(
                        bytes,
                        () -> {
                            if (whole) {
                                delivery.messages()
                                        .forEach(message -> ledger.line(message).wasSent());
                            }
                        },
                        fault);
                if (fault == WireFault.NONE && isAccepted(story, delivery, answers)) {
                    return;
                }
            } catch (IOException broken) {
                wire.drop();
                delivery.messages().forEach(message -> ledger.line(message).answered("none"));
                LockSupport.parkNanos(AGAIN_NANOS);
            }
            fault = WireFault.NONE;
        }
        findings.add(new Discrepancy(
                Discrepancy.Kind.LOST,
                "sender",
                story.number(),
                delivery.messages().get(0).controlId(),
                "a positive answer at last",
                "none in " + MOST_SENDS + " attempts"));
    }

    private boolean isAccepted(Story story, Delivery delivery, List<Answer> answers) {
        boolean all = true;
        for (SimulatedMessage message : delivery.messages()) {
            SenderLedger.Line line = ledger.line(message);
            List<Answer> mine = answers.stream()
                    .filter(answer -> answer.controlId().equals(message.controlId()))
                    .toList();
            if (mine.isEmpty()) {
                line.answered("none");
                all = false;
                continue;
            }
            boolean before = line.accepted();
            String code = mine.get(0).code();
            line.answered(code);
            if (!before && line.accepted()) {
                ledger.countAccepted();
            }
            if (code.equals("AR") || code.equals("CR")) {
                findings.add(new Discrepancy(
                        Discrepancy.Kind.WRONG,
                        "sender",
                        story.number(),
                        message.controlId(),
                        "AA, or AE to send it again",
                        code + " " + mine.get(0).text()));
            }
            all &= mine.get(0).isPositive();
        }
        if (!all) {
            LockSupport.parkNanos(AGAIN_NANOS);
        }
        return all;
    }
}
