package dev.tributary.cli.send;

import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code send}: an MLLP client. */
@Command(
        name = "send",
        customSynopsis = {
            "java -jar tributary.jar send [--host HOST] [--port PORT] [--tls] FILE...",
            "       java -jar tributary.jar send --load [--rate N] [--count N | --duration TIME] [FILE...]"
        },
        description = {
            "",
            "Sends every message in the files over MLLP, waits for each answer, and prints one line a message:",
            "control id (MSH-10), answer (MSA-1), milliseconds, type, and what the receiver says (MSA-3).",
            "A file holds one message, or many, one after the other, in batches (FHS, BHS) or in MLLP frames.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 every message was accepted (AA, CA); 1 one was refused or had no answer, or a file",
            "is wrong; 2 wrong usage; 3 internal fault.",
            "",
            "Examples:",
            "  java -jar tributary.jar send adt.hl7",
            "  java -jar tributary.jar send --host 10.1.2.3 --port 6661 --tls --tls-trust ca.pem results/*.hl7",
            "  java -jar tributary.jar send --load --connections 10 --rate 200 --duration 1m --csv run.csv"
        },
        sortOptions = false)
public final class SendCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files to send; with --load, templates (see there).")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--host", description = "Receiver. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--port", description = "Its MLLP port. Default: ${DEFAULT-VALUE}.")
    private int port = 2575;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "How long to wait for an answer, such as 500ms, 30s, 5m. Default: 30s.")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "How long to wait for the connection. Default: 5s.")
    private Duration connectTimeout = Duration.ofSeconds(5);

    @Option(
            names = "--as-is",
            description = {
                "Send each file as one frame, not a byte changed: a whole batch, or something broken.",
                "Without it, line ends become CR, as the wire wants them."
            })
    private boolean asIs;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @ArgGroup(exclusive = false, heading = "%nMeasuring a receiver:%n")
    private LoadOptions load = new LoadOptions();

    /** @param terminal where to write */
    public SendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        check();
        Receiver receiver = new Receiver(host, port, connectTimeout, tls.factory());
        if (load.isAskedFor()) {
            return new LoadRun(terminal, receiver, timeout, load.plan(files, terminal.clock())).run();
        }
        List<OutgoingMessage> messages = asIs ? MessageFiles.asTheyAre(files) : MessageFiles.read(files);
        return new SendRun(terminal, receiver, timeout).run(messages);
    }

    private void check() {
        if (port < 1 || port > 65_535) {
            throw wrong("--port " + port + ": a port is a number from 1 to 65535");
        }
        Optional<String> loadWrong = load.wrongUsage(asIs);
        if (loadWrong.isPresent()) {
            throw wrong(loadWrong.get());
        }
        if (!load.isAskedFor() && files.isEmpty()) {
            throw wrong("which files? (only --load can do without)");
        }
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    /** @return the exit code of a run in which this many messages were not accepted */
    static int exitCode(long notAccepted) {
        return notAccepted == 0 ? ExitCode.GOOD : ExitCode.WRONG_INPUT;
    }
}
