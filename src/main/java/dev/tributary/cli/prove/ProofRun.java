package dev.tributary.cli.prove;

import dev.tributary.cli.Terminal;
import dev.tributary.cli.prove.Discrepancy.Kind;
import dev.tributary.cli.simulate.Quirks;
import dev.tributary.cli.simulate.SimulationOptions;
import dev.tributary.cli.simulate.Stories;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run from the first start to the verdict; whatever happens, it leaves no process behind. */
final class ProofRun {

    /** What goes wrong on the way, unless the options say otherwise. */
    private static final Quirks QUIRKS = new Quirks(3, 2, 20, 3);

    private final ProveOptions options;
    private final SimulationOptions simulation;
    private final FaultPlan plan;
    private final Path jar;
    private final Path folder;
    private final String command;
    private final Chronicle chronicle;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<Discrepancy> found = new ArrayList<>();

    ProofRun(
            Terminal terminal,
            ProveOptions options,
            SimulationOptions simulation,
            FaultPlan plan,
            Path jar,
            Path folder,
            String command) {
        this.options = options;
        this.simulation = simulation;
        this.plan = plan;
        this.jar = jar;
        this.folder = folder;
        this.command = command;
        this.chronicle = new Chronicle(terminal);
    }

    Verdict run() throws IOException {
        ProofFolder papers = new ProofFolder(folder);
        papers.plan(command, plan.text());
        EngineUnderTest engine = new EngineUnderTest(jar, folder.resolve("engine"), options.jvmOptions());
        EngineDatabase database = new EngineDatabase(engine.dataFolder());
        EngineDisk disk = EngineDisk.under(engine.dataFolder(), options.smallDisk);
        OutsideBroker broker =
                options.broker.equals("outside") ? new OutsideBroker(jar, folder.resolve("broker")) : null;
        Thread rescue = new Thread(() -> cleanUp(engine, database, disk, broker));
        Runtime.getRuntime().addShutdownHook(rescue);
        try (SubscriberDesk steady = new SubscriberDesk("steady");
                SubscriberDesk moody = new SubscriberDesk("moody")) {
            return play(papers, engine, database, disk, broker, steady, moody);
        } finally {
            cleanUp(engine, database, disk, broker);
            Runtime.getRuntime().removeShutdownHook(rescue);
        }
    }

    private Verdict play(
            ProofFolder papers,
            EngineUnderTest engine,
            EngineDatabase database,
            EngineDisk disk,
            @Nullable OutsideBroker broker,
            SubscriberDesk steady,
            SubscriberDesk moody)
            throws IOException {
        List<SubscriberDesk> desks = List.of(steady, moody);
        desks.forEach(desk -> subscribe(engine, desk));
        if (broker != null) {
            broker.start();
            engine.set("tributary.broker.url", broker.url());
            engine.set("tributary.broker.user", "engine");
            engine.set("tributary.broker.password", "of-no-use");
        }
        if (!options.smallDisk.isEmpty() && !disk.isSmall()) {
            chronicle.tell("no small disk can be mounted here: disk-full will not be injected");
        }
        Stories stories =
                new Stories(simulation.seed(), Stories.START, 30, simulation.mix(), simulation.quirks(QUIRKS));
        SenderLedger ledger = new SenderLedger();
        Senders senders = new Senders(stories, ledger, simulation.seed(), options.cuts);
        Director director = new Director(plan, engine, database, disk, broker, moody, ledger, senders, chronicle);
        director.begin();
        senders.start(engine.mllpPort(), options.connections);
        director.play(options.traffic(), options.atMost * 60);
        chronicle.tell("all faults are over: " + ledger.accepted() + " accepted, senders finish their stories");
        senders.stopTakingStories();
        awaitSenders(senders);
        director.end();
        String left = new Drain(engine).await();
        if (!left.isEmpty()) {
            found.add(new Discrepancy(Kind.LOST, "engine", 0, "queues", "empty at last", left));
        }
        chronicle.tell("the engine has nothing left to do: the ledgers are compared");
        found.addAll(director.findings());
        found.addAll(senders.findings());
        compare(engine, ledger, desks, papers);
        figures(director, ledger, engine);
        Verdict verdict = new Verdict(facts, List.copyOf(found));
        papers.report(command, verdict, chronicle.lines(), plan.text(), ledger.stories());
        return verdict;
    }

    private static void subscribe(EngineUnderTest engine, SubscriberDesk desk) {
        String prefix = "tributary.subscribers." + desk.name() + ".";
        engine.set(prefix + "url", desk.url());
        engine.set(prefix + "rules", String.join(",", InboxCheck.RULES));
        engine.set(prefix + "timeout", "3s");
        engine.set(prefix + "retry-min", "200ms");
        engine.set(prefix + "retry-max", "3s");
    }

    private void awaitSenders(Senders senders) {
        while (!senders.isDone()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private void compare(EngineUnderTest engine, SenderLedger ledger, List<SubscriberDesk> desks, ProofFolder papers)
            throws IOException {
        JournalCheck journal = new JournalCheck(engine, ledger);
        found.addAll(journal.run());
        papers.ledgers(ledger, journal.rows(), desks);
        RecordCheck record = new RecordCheck(engine, ledger.stories());
        found.addAll(record.run());
        InboxCheck inbox = new InboxCheck(engine, desks, ledger.stories(), record.names());
        found.addAll(inbox.run());
        facts.put("messages accepted", Long.toString(ledger.accepted()));
        facts.put("of them processed", Long.toString(journal.processed()));
        facts.put("arrivals in the journal", Integer.toString(journal.rows().size()));
        facts.put("patients' stories", Integer.toString(ledger.stories().size()));
        facts.put("facts of the record compared", Long.toString(record.compared()));
        facts.put("alerts raised", Integer.toString(inbox.alerts()));
        facts.put(
                "deliveries repeated",
                inbox.repeats() + ", of them without notice (Tributary-Attempt 1) " + inbox.unmarkedRepeats());
    }

    private void figures(Director director, SenderLedger ledger, EngineUnderTest engine) {
        long again = ledger.lines().stream()
                .mapToLong(line -> Math.max(0, line.sent() - 1))
                .sum();
        facts.put("frames sent again", Long.toString(again));
        int injected = director.injected().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        facts.put("faults injected", injected + " of " + plan.faults().size() + " planned");
        int kills = 0;
        for (Map.Entry<FaultKind, Integer> each : director.injected().entrySet()) {
            facts.put(each.getKey().code(), each.getValue().toString());
            kills += each.getKey().isKill() ? each.getValue() : 0;
        }
        facts.put("kills in all", Integer.toString(kills));
        facts.put("starts of the engine", Integer.toString(engine.starts()));
        facts.put("traffic", String.format(Locale.ROOT, "%.0f s", director.trafficSeconds()));
        facts.put("whole run", String.format(Locale.ROOT, "%.0f s", chronicle.seconds()));
    }

    private synchronized void cleanUp(
            EngineUnderTest engine, EngineDatabase database, EngineDisk disk, @Nullable OutsideBroker broker) {
        if (engine.isAlive()) {
            var unused = engine.stop();
        }
        database.end();
        if (broker != null) {
            broker.kill();
        }
        try {
            Path log = engine.dataFolder().resolve("postgres.log");
            if (Files.exists(log)) {
                Files.copy(log, engine.folder().resolve("postgres.log"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!options.keepData && Files.exists(engine.dataFolder())) {
                delete(engine.dataFolder());
            }
        } catch (IOException e) {
            chronicle.tell("the data folder could not be cleared: " + e.getMessage());
        }
        disk.close();
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                // the mount point itself stays until it is unmounted
                if (!directory.equals(tree)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
