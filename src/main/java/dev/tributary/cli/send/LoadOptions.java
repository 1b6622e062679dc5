package dev.tributary.cli.send;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code send --load}. */
final class LoadOptions {

    private static final int USUAL_COUNT = 1_000;

    @Option(
            names = "--load",
            description = {
                "Send many messages and measure. Files are templates, taken in turn, with the variables",
                "$${seq} (1, 2, ...), $${mrn} (a patient number), $${now} (the time as in MSH-7) and",
                "$${run} (differs from run to run). A template without a variable in MSH-10 gets one there,",
                "since a second message of the same MSH-10 is a retransmit. Without files: an invented A01,",
                "A08 and ORU in turn."
            })
    private boolean load;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Connections, each waiting for its answer before it sends again. Default: 1.")
    private int connections = 1;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "Messages per second over all connections, by a timetable: a receiver that falls behind",
                "is charged the waiting, since latency counts from the intended time.",
                "Default: as fast as it goes."
            })
    private double rate;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many messages. Default: 1000; with --duration no end.")
    private long count;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "How long, such as 30s or 5m.")
    private @Nullable Duration duration;

    @Option(names = "--patients", paramLabel = "N", description = "How many different $${mrn}. Default: 1000.")
    private int patients = 1_000;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write a line a message: seq,control_id,intended_ms,latency_ms,answer.")
    private @Nullable Path csv;

    boolean isAskedFor() {
        return load;
    }

    /** @return what is wrong with the options, if something is */
    Optional<String> wrongUsage(boolean asIs) {
        if (!load) {
            boolean other =
                    rate != 0 || count != 0 || duration != null || csv != null || connections != 1 || patients != 1_000;
            return other
                    ? Optional.of("--connections, --rate, --count, --duration, --patients and --csv belong to --load")
                    : Optional.empty();
        }
        if (asIs) {
            return Optional.of("--as-is does not go with --load");
        }
        if (connections < 1 || connections > 10_000) {
            return Optional.of("--connections " + connections + ": a number from 1 to 10000");
        }
        if (rate < 0 || count < 0 || patients < 1) {
            return Optional.of("--rate, --count and --patients are numbers above 0");
        }
        return Optional.empty();
    }

    /** @return the run as asked for; templates read and checked */
    LoadPlan plan(List<Path> files, Clock clock) {
        String run = Long.toString(clock.millis(), Character.MAX_RADIX).toUpperCase(Locale.ROOT);
        Templates templates = files.isEmpty() ? Templates.builtIn(run, patients) : Templates.of(files, run, patients);
        long limit = count > 0 ? count : duration != null ? Long.MAX_VALUE : USUAL_COUNT;
        return new LoadPlan(
                templates, connections, rate, limit, Optional.ofNullable(duration), Optional.ofNullable(csv), run);
    }
}
