package dev.tributary.cli.simulate;

import dev.tributary.cli.WrongInput;
import dev.tributary.cli.send.FrameAnswers;
import dev.tributary.cli.send.MllpConnection;
import dev.tributary.cli.send.Receiver;
import dev.tributary.hl7.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries over MLLP at their time. A story stays on one connection, and each of its deliveries waits for the
 * answer to the one before, as an interface engine's do; so what is sent late makes what comes after it late too.
 */
final class MllpOutlet {

    private final Receiver receiver;
    private final int connections;
    private final Duration timeout;
    private final Pace pace;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    MllpOutlet(Receiver receiver, int connections, Duration timeout, Pace pace) {
        this.receiver = receiver;
        this.connections = connections;
        this.timeout = timeout;
        this.pace = pace;
    }

    /**
     * @return how many messages were not accepted
     * @throws WrongInput if nobody listens there
     */
    long send(List<Schedule.Entry> entries) {
        try {
            receiver.connect().close();
        } catch (IOException unreached) {
            throw new WrongInput("no connection to " + receiver + ": " + unreached.getMessage());
        }
        List<List<Integer>> lanes = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            lanes.add(new ArrayList<>());
        }
        for (int i = 0; i < entries.size(); i++) {
            lanes.get(entries.get(i).story() % connections).add(i);
        }
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (List<Integer> lane : lanes) {
            Thread thread = new Thread(() -> play(entries, lane, start), "simulate-" + (threads.size() + 1));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return refused.sum() + unanswered.sum();
    }

    String counts() {
        return accepted.sum() + " accepted, " + refused.sum() + " refused, " + unanswered.sum() + " without answer";
    }

    private void play(List<Schedule.Entry> entries, List<Integer> lane, long start) {
        MllpConnection open = null;
        for (int at : lane) {
            Delivery delivery = entries.get(at).delivery();
            await(start + pace.nanos(at, delivery.time()));
            try {
                open = open == null ? receiver.connect() : open;
                open.send(delivery.bytes());
                count(open.receive("", System.nanoTime() + timeout.toNanos()), delivery);
            } catch (IOException broken) {
                unanswered.add(delivery.messages().size());
                close(open);
                open = null;
            }
        }
        close(open);
    }

    private void count(Answer answer, Delivery delivery) {
        int positive = 0;
        for (Answer each : FrameAnswers.of(answer)) {
            positive += each.isPositive() ? 1 : 0;
        }
        accepted.add(positive);
        refused.add(Math.max(0, delivery.messages().size() - positive));
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void close(@Nullable MllpConnection open) {
        if (open != null) {
            try {
                open.close();
            } catch (IOException closing) {
                // gone either way
                return;
            }
        }
    }
}
