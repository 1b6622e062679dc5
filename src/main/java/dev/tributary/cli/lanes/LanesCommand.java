package dev.tributary.cli.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import dev.tributary.cli.WrongInput;
import dev.tributary.cli.remote.EngineOptions;
import dev.tributary.cli.remote.RunningEngine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanes}: lists what holds a patient's lane in a running engine, releases or skips it. */
@Command(
        name = "lanes",
        customSynopsis = "java -jar tributary.jar lanes list|release|skip [MESSAGE...] [OPTIONS]",
        description = {
            "",
            "Talks to a running engine about messages that are held, and with them all later ones of their patients.",
            "list     prints them, the newest first: number, feed, type, control id, why, how often tried",
            "release  tries them again: each goes first, then those that waited behind it, in the order received",
            "skip     passes them over for good; their lanes go on",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 the engine said no or does not answer; 2 wrong usage; 3 internal fault.",
            "",
            "Examples:",
            "  java -jar tributary.jar lanes list",
            "  java -jar tributary.jar lanes release 4711 4712",
            "  java -jar tributary.jar lanes release --all --feed lab",
            "  java -jar tributary.jar lanes skip 4711 --why \"sent twice by mistake, see ticket 12\""
        },
        sortOptions = false)
public final class LanesCommand implements Callable<Integer> {

    private static final int PAGE = 500;

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "list|release|skip", description = "What to do.")
    private String action = "";

    @Parameters(index = "1..*", paramLabel = "MESSAGE", arity = "0..*", description = "Numbers of messages.")
    private List<Long> messages = new ArrayList<>();

    @Option(names = "--all", description = "All that are held, instead of numbers.")
    private boolean all;

    @Option(names = "--feed", paramLabel = "FEED", description = "With list and --all: of this feed only.")
    private String feed = "";

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            description = "With skip: a sentence for the journal; no patient data.")
    private String why = "";

    @Mixin
    private final EngineOptions where = new EngineOptions();

    /** @param terminal where to write */
    public LanesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        check();
        RunningEngine engine = where.engine();
        if (action.equals("list")) {
            held(engine).forEach(this::print);
            return ExitCode.GOOD;
        }
        List<Long> ids = messages;
        if (all) {
            // the oldest first, as they were received
            List<JsonNode> held = held(engine);
            ids = new ArrayList<>();
            for (int i = held.size() - 1; i >= 0; i--) {
                ids.add(held.get(i).path("id").asLong());
            }
        }
        List<String> refused = new ArrayList<>();
        for (long id : ids) {
            try {
                act(engine, id);
                terminal.out().println(id + " " + (action.equals("skip") ? "skipped" : "released"));
            } catch (WrongInput no) {
                no.reasons().forEach(reason -> refused.add(id + ": " + reason));
            }
        }
        if (!refused.isEmpty()) {
            throw new WrongInput(refused);
        }
        return ExitCode.GOOD;
    }

    private void act(RunningEngine engine, long id) {
        String reason = action.equals("skip") ? "?why=" + URLEncoder.encode(why, StandardCharsets.UTF_8) : "";
        var unused = engine.post("/api/messages/" + id + "/" + action + reason);
    }

    private List<JsonNode> held(RunningEngine engine) {
        List<JsonNode> held = new ArrayList<>();
        String of = "/api/messages?state=held&limit=" + PAGE
                + (feed.isEmpty() ? "" : "&feed=" + URLEncoder.encode(feed, StandardCharsets.UTF_8));
        String page = of;
        while (!page.isEmpty()) {
            JsonNode answer = engine.get(page);
            answer.path("messages").forEach(held::add);
            page = answer.path("next").isNumber()
                    ? of + "&before=" + answer.path("next").asLong()
                    : "";
        }
        return held;
    }

    private void print(JsonNode message) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%d %s %s %s %s: %s (tried %d times)%n",
                        message.path("id").asLong(),
                        message.path("feed").asText(),
                        message.path("type").asText(),
                        message.path("controlId").asText(),
                        message.path("reason").asText(),
                        message.path("issue").path("what").asText(),
                        message.path("attempts").asInt());
    }

    private void check() {
        if (!List.of("list", "release", "skip").contains(action)) {
            throw wrong("there is no 'lanes " + action + "': list, release or skip");
        }
        if (!action.equals("list") && all == !messages.isEmpty()) {
            throw wrong("which messages? numbers, as lanes list prints them, or --all");
        }
        if (action.equals("skip") && why.isBlank()) {
            throw wrong("skip passes messages over for good: say --why");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
