package dev.tributary.cli.prove;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code prove}, those of its traffic aside. */
final class ProveOptions {

    private static final List<FaultKind> USUAL = List.of(
            FaultKind.STOP,
            FaultKind.CLOCK_JUMP,
            FaultKind.DATABASE_STOP,
            FaultKind.DATABASE_CRASH,
            FaultKind.CONNECTIONS_LOST,
            FaultKind.DATABASE_FROZEN,
            FaultKind.SUBSCRIBER_DOWN,
            FaultKind.SUBSCRIBER_SLOW,
            FaultKind.SUBSCRIBER_LYING);

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = {
                "How long traffic flows; the time the engine is down does not count, so the run takes longer:",
                "about half a minute more for each kill. Default: 5."
            })
    double minutes;

    @Option(names = "--messages", paramLabel = "N", description = "Instead of minutes: until so many are accepted.")
    long messages;

    @Option(
            names = "--at-most",
            paramLabel = "MINUTES",
            description = {
                "By the clock on the wall: then no more goes wrong, and what there is is compared. What of the plan",
                "was reached is reported. Default: no limit."
            })
    double atMost;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "kill -9 of the engine: at random, between two of its steps, while it starts. Default: 20.")
    int kills = 20;

    @Option(
            names = "--others",
            paramLabel = "N",
            description = "How often each other kind of fault happens. Default: 1.")
    int others = 1;

    @Option(
            names = "--faults",
            paramLabel = "KINDS",
            split = ",",
            description = {
                "The other kinds: stop, clock-jump, database-stop, database-crash, connections-lost,",
                "database-frozen, disk-full, broker-kill, subscriber-down, subscriber-slow, subscriber-lying.",
                "Default: all that are possible here. disk-full needs --small-disk, broker-kill needs",
                "--broker outside."
            })
    List<String> faults = new ArrayList<>();

    @Option(
            names = "--cuts",
            paramLabel = "PERCENT",
            description = "Of frames: the sender hangs up in the frame, before or in its answer. Default: 1.")
    double cuts = 1;

    @Option(names = "--connections", paramLabel = "N", description = "How many senders. Default: 8.")
    int connections = 8;

    @Option(
            names = "--broker",
            paramLabel = "WHERE",
            description = "own: the engine's; outside: an Artemis in a process of its own, which can be killed.")
    String broker = "own";

    @Option(
            names = "--small-disk",
            paramLabel = "SIZE",
            description = {
                "Put the engine's data on a tmpfs of that size, such as 2g, which can be made full. Needs root on",
                "Linux, and the memory."
            })
    String smallDisk = "";

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "An option for the engine's JVM; may be repeated. Default: -Xmx1g.")
    List<String> jvm = new ArrayList<>();

    @Option(names = "--jar", paramLabel = "FILE", description = "The engine. Default: the jar this runs from.")
    @Nullable
    Path jar;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "A new folder for the report. Default: prove-SEED in the working directory.")
    @Nullable
    Path out;

    @Option(names = "--keep-data", description = "Keep the engine's data folder, too.")
    boolean keepData;

    @Option(names = "--plan-only", description = "Print what would go wrong and when, and do nothing.")
    boolean planOnly;

    /** @return what is wrong with the options, if something is */
    Optional<String> wrongUsage() {
        if (minutes < 0 || atMost < 0 || messages < 0 || kills < 0 || others < 0 || kills > 100_000) {
            return Optional.of("--minutes, --messages, --at-most, --kills and --others are numbers from 0");
        }
        if (minutes > 0 && messages > 0) {
            return Optional.of("--minutes and --messages both say how long: give one");
        }
        if (connections < 1 || connections > 200 || cuts < 0 || cuts > 100) {
            return Optional.of("--connections is a number from 1 to 200, --cuts a percentage");
        }
        if (!List.of("own", "outside").contains(broker)) {
            return Optional.of("--broker is own or outside");
        }
        for (String fault : faults) {
            if (kind(fault).isEmpty()) {
                return Optional.of("--faults: there is no '" + fault + "'");
            }
        }
        if (faults.contains("disk-full") && smallDisk.isEmpty()) {
            return Optional.of("disk-full needs --small-disk: nobody fills your disk unasked");
        }
        if (faults.contains("broker-kill") && broker.equals("own")) {
            return Optional.of("broker-kill needs --broker outside: the engine's own dies with the engine");
        }
        return Optional.empty();
    }

    double traffic() {
        return messages > 0 ? messages : (minutes > 0 ? minutes : 5) * 60;
    }

    String unit() {
        return messages > 0 ? "messages" : "s";
    }

    /** @return the kinds that happen beside the kills */
    List<FaultKind> kinds() {
        if (!faults.isEmpty()) {
            return faults.stream().flatMap(each -> kind(each).stream()).toList();
        }
        List<FaultKind> kinds = new ArrayList<>(USUAL);
        if (!smallDisk.isEmpty()) {
            kinds.add(FaultKind.DISK_FULL);
        }
        if (broker.equals("outside")) {
            kinds.add(FaultKind.BROKER_KILL);
        }
        return kinds;
    }

    List<String> jvmOptions() {
        return jvm.isEmpty() ? List.of("-Xmx1g") : jvm;
    }

    private static Optional<FaultKind> kind(String code) {
        return Arrays.stream(FaultKind.values())
                .filter(each -> !each.isKill() && each.code().equals(code))
                .findFirst();
    }
}
