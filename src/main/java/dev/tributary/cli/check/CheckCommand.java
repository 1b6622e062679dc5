package dev.tributary.cli.check;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.AlertSettings;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.Problem;
import dev.tributary.base.Problems;
import dev.tributary.base.ProblemsException;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import dev.tributary.flow.bench.TestFiles;
import dev.tributary.flow.routes.RouteCheck;
import dev.tributary.flow.routes.RouteFile;
import dev.tributary.flow.routes.RouteFolder;
import dev.tributary.flow.wire.FeedSettings;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.record.RecordRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.Command;

/** {@code check}: reads routes, mappings, rules and settings as a start would, and tells every mistake at once. */
@Command(
        name = "check",
        customSynopsis = "java -jar tributary.jar check",
        description = {
            "",
            "Reads everything a start of the engine in this folder would read, and starts nothing: routes/, mappings/",
            "(tables, code tables, record rules, alert rules), config/application.yaml and environment variables.",
            "Prints every mistake as file:line: what is wrong (what to write instead).",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all is well; 1 there are mistakes, all printed; 2 wrong usage; 3 internal fault.",
        })
public final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Problems problems = new Problems();

    /** @param terminal where to write */
    public CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path here = Path.of("");
        List<RouteFile> routes = RouteFolder.read(here);
        problems.addAll(new RouteCheck(routes, RouteCheck.ENGINE_BEANS).alone());
        collect(() -> MappingLibrary.load(Path.of("mappings")).version());
        TestFiles.check(
                Files.isDirectory(Path.of("mappings")) ? MappingFiles.in(Path.of("mappings")) : MappingFiles.shipped(),
                problems);
        collect(() -> RecordRules.load(here));
        collect(this::settings);
        List<Problem> all = problems.all();
        if (all.isEmpty()) {
            terminal.out().println("routes, mappings, alert rules and settings: all is well");
            return ExitCode.GOOD;
        }
        all.forEach(terminal.out()::println);
        terminal.err().println(all.size() == 1 ? "1 mistake" : all.size() + " mistakes");
        return ExitCode.WRONG_INPUT;
    }

    // subscribers name rules, so the settings are only as good as the rules they are read with
    private Object settings() {
        StandardEnvironment environment = new StandardEnvironment();
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        collect(() -> FeedSettings.read(environment));
        AlertRules rules = AlertRules.load(RuleFile.in(Path.of("mappings")));
        AlertSettings settings = Binder.get(environment).bindOrCreate("tributary", AlertSettings.class);
        return Subscribers.of(settings.subscribers(), rules);
    }

    private void collect(Callable<Object> part) {
        try {
            var unused = part.call();
        } catch (ProblemsException e) {
            problems.addAll(e.problems());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
