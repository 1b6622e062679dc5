package dev.tributary.cli.simulate;

import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import dev.tributary.cli.send.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate}: invented hospital traffic, into files or over MLLP. */
@Command(
        name = "simulate",
        customSynopsis = {
            "java -jar tributary.jar simulate --out DIR [--patients N] [--days N] [--seed N]",
            "       java -jar tributary.jar simulate --port PORT [--rate N | --speed N] [--connections N] ..."
        },
        description = {
            "",
            "Makes up a hospital's messages: emergency visits, admissions, transfers, discharges, what is cancelled of",
            "these, laboratory reports (preliminary, final, corrected, withdrawn, critical), appointments, unknown",
            "patients who are identified and merged later. No person in it exists. Writes them into files, or sends",
            "them over MLLP. The same seed and options give the same bytes, today and on any machine.",
            "",
            "With --out, truth.json says what a record must hold when all has arrived: who is who, every visit with",
            "status, class and place, every result, every appointment. What the generator believes of hospitals, and",
            "which of it is invented, stands in simulate/facts.csv and labs.csv of the jar (docs/proof.md).",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 written, or every message accepted; 1 a message was refused or had no answer, or nobody",
            "listens; 2 wrong usage; 3 internal fault.",
            "",
            "Examples:",
            "  java -jar tributary.jar simulate --out traffic --patients 50 --seed 7",
            "  java -jar tributary.jar simulate --port 2575 --patients 1000 --rate 20 --connections 4",
            "  java -jar tributary.jar simulate --port 2575 --days 2 --speed 60    two days in 48 minutes"
        },
        sortOptions = false)
public final class SimulateCommand implements Callable<Integer> {

    private static final int MOST_PATIENTS = 1_000_000;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", description = "Write files into this new or empty folder.")
    private @Nullable Path out;

    @Option(
            names = "--per-day",
            description = "With --out: one file a day, messages one after the other, not one a delivery.")
    private boolean perDay;

    @Option(names = "--host", paramLabel = "HOST", description = "Send there. Default: 127.0.0.1.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Send to this MLLP port.")
    private int port;

    @Option(names = "--rate", paramLabel = "N", description = "Deliveries a second. Default: as fast as it goes.")
    private double rate;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "Time compression: 60 plays an hour of the hospital in a minute.")
    private double speed;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "A patient stays on one of them, and waits for each answer. Default: 1.")
    private int connections = 1;

    @Option(names = "--patients", paramLabel = "N", description = "How many. Default: 100.")
    private int patients = 100;

    @Option(names = "--days", paramLabel = "N", description = "Over how many days they come. Default: 7.")
    private int days = 7;

    @Option(names = "--start", paramLabel = "DATE", description = "The first day. Default: 2026-03-02.")
    private LocalDate start = Stories.START.toLocalDate();

    @Mixin
    private final SimulationOptions simulation = new SimulationOptions();

    /** @param terminal where to write */
    public SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        wrongUsage().ifPresent(wrong -> {
            throw new ParameterException(spec.commandLine(), wrong);
        });
        Stories stories = new Stories(
                simulation.seed(),
                LocalDateTime.of(start, Stories.START.toLocalTime()),
                days,
                simulation.mix(),
                simulation.quirks(Quirks.NONE));
        List<Story> told = new ArrayList<>();
        for (int number = 1; number <= patients; number++) {
            told.add(stories.story(number));
        }
        List<Schedule.Entry> entries = Schedule.of(told);
        summary(entries);
        Path folder = out;
        if (folder != null) {
            new FileOutlet(folder, perDay).write(entries, TruthFile.of(told));
            terminal.out().println("written to " + folder + ", what must be true in the end to truth.json");
            return ExitCode.GOOD;
        }
        return send(entries);
    }

    private int send(List<Schedule.Entry> entries) {
        Receiver receiver = new Receiver(host, port, Duration.ofSeconds(5), Optional.empty());
        MllpOutlet outlet = new MllpOutlet(
                receiver,
                connections,
                Duration.ofSeconds(30),
                new Pace(rate, speed, entries.get(0).delivery().time()));
        long begun = System.nanoTime();
        long bad = outlet.send(entries);
        double seconds = (System.nanoTime() - begun) / 1e9;
        terminal.out().printf(Locale.ROOT, "sent to %s in %.1f s: %s%n", receiver, seconds, outlet.counts());
        return bad == 0 ? ExitCode.GOOD : ExitCode.WRONG_INPUT;
    }

    private Optional<String> wrongUsage() {
        if ((out == null) == (port == 0)) {
            return Optional.of("where to? --out DIR writes files, --port PORT sends");
        }
        if (patients < 1 || patients > MOST_PATIENTS || days < 1 || days > 3_650) {
            return Optional.of("--patients is a number from 1 to " + MOST_PATIENTS + ", --days from 1 to 3650");
        }
        if (connections < 1 || connections > 1_000 || rate < 0 || speed < 0 || port < 0 || port > 65_535) {
            return Optional.of(
                    "--connections is a number from 1 to 1000, --port up to 65535, --rate and --speed are above 0");
        }
        if (rate > 0 && speed > 0) {
            return Optional.of("--rate and --speed both say when: give one");
        }
        return simulation.wrongUsage();
    }

    private void summary(List<Schedule.Entry> entries) {
        TreeMap<String, Integer> types = new TreeMap<>();
        int messages = 0;
        int repeats = 0;
        int batches = 0;
        for (Schedule.Entry entry : entries) {
            Delivery delivery = entry.delivery();
            messages += delivery.messages().size();
            repeats += delivery.retransmit() ? delivery.messages().size() : 0;
            batches += delivery.batch() ? 1 : 0;
            delivery.messages().forEach(message -> types.merge(message.type(), 1, Integer::sum));
        }
        terminal.out()
                .println(messages + " messages of " + patients + " patients in " + entries.size() + " deliveries, "
                        + batches + " of them batches; " + repeats + " messages are retransmits");
        types.forEach((type, many) -> terminal.out().printf(Locale.ROOT, "  %-8s %d%n", type, many));
    }
}
