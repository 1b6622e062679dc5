package dev.tributary.cli;

import dev.tributary.base.FaultException;
import dev.tributary.base.NearestWord;
import dev.tributary.base.ProblemsException;
import dev.tributary.cli.check.CheckCommand;
import dev.tributary.cli.convert.ConvertCommand;
import dev.tributary.cli.coverage.CoverageCommand;
import dev.tributary.cli.lanes.LanesCommand;
import dev.tributary.cli.prove.ProveCommand;
import dev.tributary.cli.remote.SubscribersCommand;
import dev.tributary.cli.send.SendCommand;
import dev.tributary.cli.simulate.SimulateCommand;
import dev.tributary.cli.test.TestCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of {@code tributary.jar}. */
public final class Cli {

    /** Every verb, in the order of the list that {@code --help} prints. */
    private static final List<Verb> VERBS = List.of(
            new Verb(
                    "convert",
                    "print the FHIR Bundle of HL7 v2 messages, and where every value went",
                    ConvertCommand::new),
            new Verb("check", "read routes, mappings, rules and settings, and tell every mistake", CheckCommand::new),
            new Verb("test", "run the tests that stand beside the mapping tables", TestCommand::new),
            new Verb("coverage", "count how much of HL7's v2-to-FHIR guide the tables execute", CoverageCommand::new),
            new Verb(
                    "send",
                    "send HL7 v2 messages over MLLP and show the answers; --load measures a receiver",
                    SendCommand::new),
            new Verb(
                    "simulate",
                    "make up a hospital's traffic, into files or over MLLP, with what must be true in the end",
                    SimulateCommand::new),
            new Verb(
                    "prove",
                    "kill an engine of its own under traffic and count what is lost, doubled or wrong",
                    ProveCommand::new),
            new Verb(
                    "lanes", "list, release or skip what holds patients' lanes in a running engine", LanesCommand::new),
            new Verb(
                    "subscribers",
                    "ask a running engine who gets alerts; pause, resume, send again",
                    SubscribersCommand::new));

    private static final Set<String> HELP = Set.of("--help", "-h", "help");
    private static final Set<String> VERSION = Set.of("--version", "-V", "version");

    // every verb has it, so no verb declares it
    private static final OptionSpec HELP_OPTION = OptionSpec.builder("-h", "--help")
            .type(boolean.class)
            .usageHelp(true)
            .description("This text.")
            .build();

    private final Terminal terminal;

    /** Writes to the process's own terminal. */
    public Cli() {
        this(new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Clock.systemUTC()));
    }

    /** @param terminal where to write */
    public Cli(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * @param args of the process
     * @return whether they are for the command line: a word, or a question for help or version; options and no arguments
     *     at all are for the engine
     */
    public static boolean isMeant(String... args) {
        return args.length > 0 && (!args[0].startsWith("-") || HELP.contains(args[0]) || VERSION.contains(args[0]));
    }

    /**
     * @param args a verb and what belongs to it
     * @return an {@link ExitCode}
     */
    public int run(String... args) {
        try {
            return dispatch(args);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private int dispatch(String... args) {
        if (args.length == 0) {
            printVerbs(terminal.err());
            return ExitCode.WRONG_USAGE;
        }
        if (HELP.contains(args[0])) {
            // "help send" is what people type who do not know "send --help"
            Optional<Verb> asked = args.length > 1 ? verb(args[1]) : Optional.empty();
            asked.ifPresentOrElse(verb -> execute(verb, "--help"), () -> printVerbs(terminal.out()));
            return ExitCode.GOOD;
        }
        if (VERSION.contains(args[0])) {
            terminal.out().println("tributary " + ProductVersion.text());
            return ExitCode.GOOD;
        }
        Optional<Verb> verb = verb(args[0]);
        if (verb.isEmpty()) {
            String cure =
                    NearestWord.cure(args[0], VERBS.stream().map(Verb::name).toList());
            terminal.err()
                    .println("tributary: there is no verb '" + args[0] + "'" + (cure.isEmpty() ? "" : ": " + cure));
            printVerbs(terminal.err());
            return ExitCode.WRONG_USAGE;
        }
        return execute(verb.get(), Arrays.copyOfRange(args, 1, args.length));
    }

    private static Optional<Verb> verb(String name) {
        return VERBS.stream().filter(verb -> verb.name().equals(name)).findFirst();
    }

    private int execute(Verb verb, String... args) {
        CommandLine line = new CommandLine(verb.command().apply(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(120)
                .setUsageHelpLongOptionsMaxWidth(24)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, given) -> wrongUsage(verb, wrong))
                .setExecutionExceptionHandler((fault, command, parsed) -> failed(verb, fault));
        line.getCommandSpec().addOption(HELP_OPTION);
        return line.execute(args);
    }

    private int wrongUsage(Verb verb, ParameterException wrong) {
        terminal.err().println("tributary " + verb.name() + ": " + wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            List<String> options = wrong.getCommandLine().getCommandSpec().options().stream()
                    .flatMap(option -> Arrays.stream(option.names()))
                    .filter(name -> name.startsWith("--"))
                    .toList();
            String cure = NearestWord.cure(unmatched.getUnmatched().get(0), options);
            if (!cure.isEmpty()) {
                terminal.err().println(cure);
            }
        }
        terminal.err().println("see: tributary " + verb.name() + " --help");
        return ExitCode.WRONG_USAGE;
    }

    private int failed(Verb verb, Exception fault) {
        if (fault instanceof WrongInput wrong) {
            wrong.reasons().forEach(terminal.err()::println);
            return ExitCode.WRONG_INPUT;
        }
        if (fault instanceof ProblemsException problems) {
            problems.problems().forEach(terminal.err()::println);
            return ExitCode.WRONG_INPUT;
        }
        if (fault instanceof FaultException known) {
            terminal.err()
                    .println("tributary " + verb.name() + ": " + known.fault().detail());
            return ExitCode.WRONG_INPUT;
        }
        // the exception's text may hold a patient's data; its class and place do not
        terminal.err()
                .println("tributary " + verb.name() + ": internal fault "
                        + fault.getClass().getName());
        Arrays.stream(fault.getStackTrace()).limit(8).forEach(frame -> terminal.err()
                .println("    at " + frame));
        terminal.err().println("this is a defect of Tributary: please report these lines");
        return ExitCode.INTERNAL_FAULT;
    }

    private static void printVerbs(PrintWriter to) {
        to.println("usage: java -jar tributary.jar                    start the engine");
        to.println("       java -jar tributary.jar VERB [OPTIONS]     run one of:");
        to.println();
        for (Verb verb : VERBS) {
            to.printf("  %-10s %s%n", verb.name(), verb.summary());
        }
        to.println();
        to.println("VERB --help tells more. Exit codes: 0 good, 1 input or configuration is wrong, 2 wrong usage,");
        to.println("3 internal fault.");
    }
}
