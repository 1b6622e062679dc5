package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.prove.SubscriberDesk.Mood;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets the faults of a plan happen, starts the engine again after each that ended it, and keeps the backlog bounded. */
final class Director {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long POINT_WITHIN = TimeUnit.SECONDS.toNanos(90);
    private static final int MOST_START_ATTEMPTS = 3;
    private static final int MOST_QUEUED = 1_500;
    private static final int FEW_QUEUED = 700;

    private final FaultPlan plan;
    private final EngineUnderTest engine;
    private final EngineDatabase database;
    private final EngineDisk disk;
    private final @Nullable OutsideBroker broker;
    private final SubscriberDesk moody;
    private final SenderLedger ledger;
    private final Senders senders;
    private final Chronicle chronicle;
    private final List<Discrepancy> findings = new ArrayList<>();
    private final Map<FaultKind, Integer> injected = new EnumMap<>(FaultKind.class);
    private final Set<Integer> done = new HashSet<>();
    private volatile boolean watching = true;
    private volatile boolean up;
    private @Nullable PlannedFault armed;
    private long trafficNanos;

    Director(
            FaultPlan plan,
            EngineUnderTest engine,
            EngineDatabase database,
            EngineDisk disk,
            @Nullable OutsideBroker broker,
            SubscriberDesk moody,
            SenderLedger ledger,
            Senders senders,
            Chronicle chronicle) {
        this.plan = plan;
        this.engine = engine;
        this.database = database;
        this.disk = disk;
        this.broker = broker;
        this.moody = moody;
        this.ledger = ledger;
        this.senders = senders;
        this.chronicle = chronicle;
    }

    /** Starts the engine for the first time. */
    void begin() {
        startAgain();
        Thread governor = new Thread(this::govern, "prove-governor");
        governor.setDaemon(true);
        governor.start();
    }

    /**
     * Lets every fault happen, one after the other, and traffic go on until there was so much of it.
     *
     * @param traffic seconds or messages, as the plan counts
     * @param atMostSeconds by the clock on the wall; 0 for no limit
     */
    void play(double traffic, double atMostSeconds) throws IOException {
        double limit = atMostSeconds > 0 ? atMostSeconds : Double.MAX_VALUE;
        for (PlannedFault fault : plan.faults()) {
            if (chronicle.seconds() > limit) {
                break;
            }
            if (!done.contains(fault.number())) {
                await(fault.after());
            }
            if (done.add(fault.number())) {
                inject(fault);
            }
        }
        while (progress() < traffic && chronicle.seconds() < limit) {
            await(Math.min(5, traffic - progress()));
        }
    }

    /** Ends the governor. */
    void end() {
        watching = false;
    }

    List<Discrepancy> findings() {
        return List.copyOf(findings);
    }

    Map<FaultKind, Integer> injected() {
        return injected;
    }

    /** @return how long the engine was up while there was traffic */
    double trafficSeconds() {
        return trafficNanos / 1e9;
    }

    private boolean bySeconds() {
        return plan.unit().equals("s");
    }

    private double progress() {
        return bySeconds() ? trafficSeconds() : ledger.accepted();
    }

    // traffic, not time: while the engine is down nothing counts
    private void await(double much) {
        double goal = progress() + much;
        while (progress() < goal) {
            long begun = System.nanoTime();
            LockSupport.parkNanos(LOOK_NANOS);
            if (!engine.isAlive()) {
                up = false;
                endedByItself();
            } else {
                trafficNanos += System.nanoTime() - begun;
            }
        }
    }

    private void endedByItself() {
        PlannedFault point = armed;
        if (point != null && engine.exitValue() == 137) {
            chronicle.tell(
                    point.kind().code() + " " + point.detail() + " (fault " + point.number() + ", before its turn)");
            done.add(point.number());
            injected.merge(point.kind(), 1, Integer::sum);
        } else {
            finding(
                    "the engine keeps running",
                    "it ended by itself with " + engine.exitValue() + ": see "
                            + engine.logFile(engine.starts()).getFileName());
        }
        startAgain();
    }

    private void inject(PlannedFault fault) throws IOException {
        injected.merge(fault.kind(), 1, Integer::sum);
        chronicle.tell("fault " + fault.number() + "/" + plan.faults().size() + " "
                + fault.kind().code() + (fault.detail().isEmpty() ? "" : " " + fault.detail()) + ", "
                + ledger.accepted() + " accepted");
        switch (fault.kind()) {
            case KILL -> {
                up = false;
                engine.kill();
                startAgain();
            }
            case KILL_AT_POINT -> {
                awaitPoint(fault);
                startAgain();
            }
            case KILL_WHILE_STARTING -> {
                up = false;
                engine.kill();
                engine.launch("");
                sleep(fault.millis());
                engine.kill();
                startAgain();
            }
            case STOP, CLOCK_JUMP -> {
                up = false;
                if (!engine.stop()) {
                    finding("the engine stops on SIGTERM", "it had to be killed after two minutes");
                }
                if (fault.kind() == FaultKind.CLOCK_JUMP) {
                    engine.clockOffset(fault.detail());
                }
                startAgain();
            }
            case DATABASE_STOP -> {
                ensure(database.stop(fault.detail()), fault);
                sleep(fault.millis());
                ensure(database.start(), fault);
            }
            case DATABASE_CRASH -> ensure(database.crash(), fault);
            case CONNECTIONS_LOST -> ensure(database.cutConnections(), fault);
            case DATABASE_FROZEN -> {
                ensure(database.signal("STOP"), fault);
                sleep(fault.millis());
                ensure(database.signal("CONT"), fault);
            }
            case DISK_FULL -> {
                ensure(disk.fill(), fault);
                sleep(fault.millis());
                disk.free();
            }
            case BROKER_KILL -> {
                OutsideBroker outside = broker;
                if (outside != null) {
                    outside.kill();
                    sleep(fault.millis());
                    outside.start();
                }
            }
            case SUBSCRIBER_DOWN -> misbehave(Mood.DOWN, fault);
            case SUBSCRIBER_SLOW -> misbehave(Mood.SLOW, fault);
            case SUBSCRIBER_LYING -> misbehave(Mood.LYING, fault);
        }
    }

    private void misbehave(Mood mood, PlannedFault fault) {
        moody.behave(mood);
        sleep(fault.millis());
        moody.behave(Mood.WELL);
    }

    // a fault that could not be injected proves nothing, and must not be counted as if it did
    private void ensure(boolean injectedIndeed, PlannedFault fault) {
        if (!injectedIndeed) {
            chronicle.tell("fault " + fault.number() + " " + fault.kind().code() + " could not be injected");
            injected.merge(fault.kind(), -1, Integer::sum);
        }
    }

    private void awaitPoint(PlannedFault fault) {
        long deadline = System.nanoTime() + POINT_WITHIN;
        while (engine.isAlive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        up = false;
        if (engine.isAlive()) {
            chronicle.tell(
                    "fault " + fault.number() + " never came by " + fault.detail() + " so often: kill -9 instead");
            injected.merge(FaultKind.KILL_AT_POINT, -1, Integer::sum);
            injected.merge(FaultKind.KILL, 1, Integer::sum);
            engine.kill();
        }
    }

    private void startAgain() {
        up = false;
        for (int attempt = 1; attempt <= MOST_START_ATTEMPTS; attempt++) {
            PlannedFault point = nextPoint();
            armed = point;
            double begun = chronicle.seconds();
            engine.launch(point == null ? "" : point.detail());
            if (engine.awaitReady()) {
                chronicle.tell(String.format(
                        Locale.ROOT,
                        "engine %d ready after %.1f s%s",
                        engine.starts(),
                        chronicle.seconds() - begun,
                        point == null ? "" : ", armed with " + point.detail()));
                up = true;
                return;
            }
            if (point != null && engine.exitValue() == 137) {
                chronicle.tell(point.kind().code() + " " + point.detail() + " (fault " + point.number()
                        + ", while it started)");
                done.add(point.number());
                injected.merge(point.kind(), 1, Integer::sum);
                attempt--;
            } else {
                finding(
                        "the engine starts",
                        "it ended with " + engine.exitValue() + ": see "
                                + engine.logFile(engine.starts()).getFileName());
            }
        }
        throw new IllegalStateException("the engine does not start any more: see " + engine.logFile(engine.starts()));
    }

    // only the next fault that ends the engine can be armed: the one after it will be another process
    private @Nullable PlannedFault nextPoint() {
        return plan.faults().stream()
                .filter(fault -> !done.contains(fault.number()) && fault.kind().endsTheEngine())
                .findFirst()
                .filter(fault -> fault.kind() == FaultKind.KILL_AT_POINT)
                .orElse(null);
    }

    private void govern() {
        while (watching) {
            if (up) {
                try {
                    JsonNode feed = engine.get("/api/feeds/default");
                    int queued = feed.path("queued").asInt();
                    if (queued > MOST_QUEUED) {
                        senders.pause(true);
                    } else if (queued < FEW_QUEUED) {
                        senders.pause(false);
                    }
                } catch (IOException away) {
                    // it is down, or its database is; senders find out by themselves
                    senders.pause(false);
                }
            } else {
                senders.pause(false);
            }
            sleep(1_000);
        }
        senders.pause(false);
    }

    private void finding(String expected, String found) {
        chronicle.tell("FINDING: " + found);
        findings.add(new Discrepancy(Discrepancy.Kind.WRONG, "engine", 0, "process", expected, found));
    }

    private static void sleep(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
