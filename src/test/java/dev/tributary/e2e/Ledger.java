package dev.tributary.e2e;

import dev.tributary.kit.MllpPeer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Senders on connections of their own that keep book of every positive answer. A sender whose connection breaks
 * connects again and sends the same message again until it is accepted, as a real one does.
 */
final class Ledger {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

    private final int port;
    private final String run;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> accepted = new ConcurrentSkipListSet<>();
    private final Set<String> otherAnswers = new ConcurrentSkipListSet<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final List<Thread> senders = new ArrayList<>();

    Ledger(int port, String run) {
        this.port = port;
        this.run = run;
    }

    /** Starts so many senders; each takes the next number as soon as its last message is accepted. */
    void start(int connections) {
        for (int i = 0; i < connections; i++) {
            Thread sender = new Thread(this::send, "sender-" + i);
            sender.setUncaughtExceptionHandler((thread, e) -> broken.add(e));
            sender.setDaemon(true);
            senders.add(sender);
            sender.start();
        }
    }

    /** Lets every sender finish the message it has in hand, and waits for them. */
    void finish() {
        ending.set(true);
        for (Thread sender : senders) {
            try {
                sender.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (sender.isAlive()) {
                throw new AssertionError("a sender never got its answer");
            }
        }
        noneBroke();
    }

    /** @return numbers of the messages that have a positive answer */
    Set<Integer> accepted() {
        noneBroke();
        return accepted;
    }

    /** @return MSA-1 of answers that were not positive */
    Set<String> otherAnswers() {
        return otherAnswers;
    }

    /** @return how many answers were not positive */
    int refusals() {
        noneBroke();
        return refusals.get();
    }

    private void noneBroke() {
        if (!broken.isEmpty()) {
            throw new AssertionError("a sender broke off", broken.peek());
        }
    }

    private void send() {
        MllpPeer peer = null;
        while (!ending.get()) {
            int number = next.incrementAndGet();
            byte[] message = Traffic.admission(run, number);
            boolean done = false;
            while (!done) {
                try {
                    if (peer == null) {
                        peer = MllpPeer.connect(port);
                    }
                    String answer = peer.send(message);
                    if (!MllpPeer.msa2(answer).equals(Traffic.controlId(run, number))) {
                        throw new AssertionError("an answer to another message");
                    }
                    done = MllpPeer.msa1(answer).equals("AA");
                    if (done) {
                        accepted.add(number);
                    } else {
                        otherAnswers.add(MllpPeer.msa1(answer));
                        refusals.incrementAndGet();
                        rest();
                    }
                } catch (UncheckedIOException broken) {
                    if (peer != null) {
                        peer.close();
                        peer = null;
                    }
                    rest();
                }
            }
        }
        if (peer != null) {
            peer.close();
        }
    }

    // as a real sender does before it tries again; and the machine is needed for what comes up
    private static void rest() {
        LockSupport.parkNanos(AGAIN_AFTER.toNanos());
    }
}
