package dev.tributary.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code subscribers}: who gets alerts from a running engine, and what an operator may do about it. */
@Command(
        name = "subscribers",
        sortOptions = false,
        customSynopsis = {
            "Usage: java -jar tributary.jar subscribers",
            "       java -jar tributary.jar subscribers pause|resume NAME",
            "       java -jar tributary.jar subscribers resend NAME --from TIME [--to TIME] [--rule RULE]"
        },
        description = {
            "",
            "Asks a running engine. Without an action it lists the subscribers: what waits for each, what it refused, what",
            "expired, and how its deliveries do. resend puts alerts that it was sent before at the end of its queue, with the",
            "ids they had; what waits there already is left alone.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 the engine is away or did not do it (it says why); 2 wrong usage; 3 internal fault.",
            "",
            "Example:",
            "  java -jar tributary.jar subscribers resend ward-7 --from 2026-03-01T22:00:00Z --rule critical-result"
        })
public final class SubscribersCommand implements Callable<Integer> {

    private static final String LINE = "%-24s %-13s %8s %8s %8s  %s%n";

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "pause, resume or resend.")
    private @Nullable String action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The subscriber.")
    private @Nullable String name;

    @Option(names = "--from", paramLabel = "TIME", description = "Alerts raised from then on: 2026-03-01T22:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "And before then. Default: all since.")
    private @Nullable Instant to;

    @Option(names = "--rule", description = "Only alerts of this rule.")
    private @Nullable String rule;

    @Mixin
    private final EngineOptions where = new EngineOptions();

    /** @param terminal where to write */
    public SubscribersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String asked = action;
        if (asked == null) {
            list();
            return ExitCode.GOOD;
        }
        String subscriber = name;
        if (subscriber == null) {
            throw wrong("say which subscriber: subscribers " + asked + " NAME");
        }
        String path = "/api/subscribers/" + RunningEngine.escaped(subscriber) + "/" + RunningEngine.escaped(asked);
        switch (asked) {
            case "pause", "resume" -> line(where.engine().post(path));
            case "resend" -> {
                JsonNode answer = where.engine().post(path + query());
                terminal.out()
                        .println(
                                answer.path("alerts").asInt() + " alerts are in the queue of " + subscriber + " again");
            }
            default -> throw wrong("there is no action '" + asked + "': there are pause, resume and resend");
        }
        return ExitCode.GOOD;
    }

    private String query() {
        Instant start = from;
        if (start == null) {
            throw wrong("say from when: --from 2026-03-01T22:00:00Z");
        }
        return "?from=" + start + (to == null ? "" : "&to=" + to)
                + (rule == null ? "" : "&rule=" + RunningEngine.escaped(rule));
    }

    private void list() {
        JsonNode all = where.engine().get("/api/subscribers");
        terminal.out().printf(LINE, "SUBSCRIBER", "CONDITION", "WAITING", "REFUSED", "EXPIRED", "TARGET");
        all.forEach(this::line);
    }

    private void line(JsonNode one) {
        terminal.out()
                .printf(
                        LINE,
                        one.path("subscriber").asText(),
                        one.path("condition").asText(),
                        one.path("depth").asText("?"),
                        one.path("dead").asText("?"),
                        one.path("expired").asText("?"),
                        one.path("target").asText());
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
