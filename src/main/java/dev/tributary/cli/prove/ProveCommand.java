package dev.tributary.cli.prove;

import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import dev.tributary.cli.WrongInput;
import dev.tributary.cli.simulate.SimulationOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code prove}: kills an engine of its own under traffic, again and again, and counts what is missing. */
@Command(
        name = "prove",
        customSynopsis = {
            "java -jar tributary.jar prove [--minutes N | --messages N] [--kills N] [--seed N] [OPTIONS]",
            "       java -jar tributary.jar prove --plan-only [--minutes N] [--kills N] [--seed N]"
        },
        description = {
            "",
            "Starts an engine from this jar in a process of its own, with a new data folder and free ports; it touches no",
            "other engine. Sends it a simulated hospital's traffic over MLLP, and lets go wrong what goes wrong: kill -9 at",
            "any moment, PostgreSQL stopped, crashed, frozen or cut off, clocks that jump, senders that hang up, a",
            "subscriber that is down, slow or lying. Then it compares four ledgers: what the senders hold positive answers",
            "for, the journal, the record against what must be true, and what the subscribers took.",
            "",
            "  lost          accepted, and not there any more; true, and not in the record; raised, and not delivered",
            "  doubled       recorded, filed or raised twice",
            "  out of order  within one patient",
            "  wrong         in the record, and not what is true; or not processed",
            "  unbalanced    received is not the sum of what became of it",
            "",
            "The seed decides on the plan and on every message; what exactly a kill hits depends on the machine.",
            "Kills need a POSIX system. Two cores and 3 GB of memory are enough; a kill takes half a minute.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all five are zero; 1 they are not: the folder has report.md, the ledgers, the engine's logs and",
            "the messages concerned; 2 wrong usage; 3 internal fault.",
            "",
            "Examples:",
            "  java -jar tributary.jar prove --minutes 5 --kills 20 --seed 7",
            "  java -jar tributary.jar prove --messages 100000 --kills 200 --small-disk 6g --broker outside",
            "  java -jar tributary.jar prove --minutes 2 --kills 0 --faults database-stop --others 5"
        },
        sortOptions = false)
public final class ProveCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ProveOptions options = new ProveOptions();

    @Mixin
    private final SimulationOptions simulation = new SimulationOptions();

    /** @param terminal where to write */
    public ProveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        options.wrongUsage().or(simulation::wrongUsage).ifPresent(wrong -> {
            throw new ParameterException(spec.commandLine(), wrong);
        });
        FaultPlan plan = FaultPlan.of(
                simulation.seed(), options.traffic(), options.unit(), options.kills, options.others, options.kinds());
        terminal.out()
                .println("seed " + simulation.seed() + ", " + plan.faults().size() + " faults");
        terminal.out().print(plan.text());
        terminal.out().flush();
        if (options.planOnly) {
            return ExitCode.GOOD;
        }
        Path folder = options.out == null ? Path.of("prove-" + simulation.seed()) : options.out;
        if (Files.exists(folder)) {
            throw new WrongInput(folder + " is there already: name a new folder with --out");
        }
        String command =
                "prove " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
        ProofRun run = new ProofRun(terminal, options, simulation, plan, jar(), folder.toAbsolutePath(), command);
        Verdict verdict = run.run();
        verdict.facts().forEach((name, value) -> terminal.out().printf("%-34s %s%n", name, value));
        terminal.out().println(verdict.line());
        if (!verdict.isGood()) {
            verdict.summary().forEach((what, many) -> terminal.out().println("  " + what + ": " + many));
        }
        terminal.out().println("report: " + folder.resolve("report.md"));
        return verdict.isGood() ? ExitCode.GOOD : ExitCode.WRONG_INPUT;
    }

    private Path jar() {
        Path given = options.jar;
        if (given == null) {
            try {
                given = Path.of(ProveCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        if (!Files.isRegularFile(given) || !List.of("jar").contains(extension(given))) {
            throw new WrongInput(given + " is no tributary.jar: name it with --jar");
        }
        return given.toAbsolutePath();
    }

    private static String extension(Path file) {
        String name = file.toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
