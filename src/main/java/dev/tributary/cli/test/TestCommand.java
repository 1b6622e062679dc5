package dev.tributary.cli.test;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.Problem;
import dev.tributary.base.Problems;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import dev.tributary.cli.WrongInput;
import dev.tributary.flow.bench.MappingTest;
import dev.tributary.flow.bench.TestBench;
import dev.tributary.flow.bench.TestFiles;
import dev.tributary.flow.bench.TestResult;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.RowPlace;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.record.RecordRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code test}: runs the tests that stand beside the tables. */
@Command(
        name = "test",
        customSynopsis = "java -jar tributary.jar test [--untouched] [--format text|json|junit] [WORD...]",
        description = {
            "",
            "Runs the tests of mappings/tests/ and mappings/overlays/<name>/tests/ (or, without a folder mappings/, those",
            "in the jar): each maps a message as the engine would and compares what FHIRPath expressions, issues and",
            "alerts say. Starts no server and stores nothing. docs/mapping-language.md tells how to write them.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 every test holds; 1 a test fails or a file is wrong; 2 wrong usage; 3 internal fault.",
            "",
            "Examples:",
            "  java -jar tributary.jar test",
            "  java -jar tributary.jar test pid --untouched",
            "  java -jar tributary.jar test --format junit > mapping-tests.xml"
        },
        sortOptions = false)
public final class TestCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            paramLabel = "WORD",
            arity = "0..*",
            description = "Run only tests whose file or name holds one of these words.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--untouched", description = "List the rows that none of these tests runs.")
    private boolean untouched;

    @Option(names = "--format", description = "text, json or junit. Default: ${DEFAULT-VALUE}.")
    private ResultFormat format = ResultFormat.TEXT;

    @Option(names = "--mappings", paramLabel = "DIR", description = "Mapping set. Default: ${DEFAULT-VALUE}.")
    private Path mappings = Path.of("mappings");

    /** @param terminal where to write */
    public TestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        MappingFiles files = Files.isDirectory(mappings) ? MappingFiles.in(mappings) : MappingFiles.shipped();
        Problems problems = new Problems();
        List<MappingTest> all = TestFiles.read(files, problems);
        List<MappingTest> chosen = all.stream().filter(this::isChosen).toList();
        if (chosen.isEmpty() && problems.isEmpty()) {
            throw new WrongInput(
                    all.isEmpty()
                            ? "there is no test: write one into " + mappings
                                    + "/tests (docs/mapping-language.md, Tests)"
                            : "no file and no test is named like " + String.join(" or ", words));
        }
        MappingLibrary library = MappingLibrary.open(mappings);
        TestBench bench = new TestBench(
                library, once(() -> RecordRules.in(mappings)), once(() -> AlertRules.load(RuleFile.in(mappings))));
        List<TestResult> results = chosen.stream().map(bench::run).toList();
        format.print(results, untouched ? untouched(library, bench) : List.of(), terminal.out());
        for (Problem problem : problems.all()) {
            terminal.err().println(problem);
        }
        boolean good = problems.isEmpty() && results.stream().allMatch(TestResult::passed);
        return good ? ExitCode.GOOD : ExitCode.WRONG_INPUT;
    }

    private boolean isChosen(MappingTest test) {
        return words.isEmpty()
                || words.stream()
                        .anyMatch(word ->
                                test.file().contains(word) || test.name().contains(word));
    }

    private static List<RowPlace> untouched(MappingLibrary library, TestBench bench) {
        return library.rows().stream()
                .filter(row -> !bench.ran().contains(new TestBench.Ran(row.overlay(), row.id())))
                .toList();
    }

    private static <T> Supplier<T> once(Supplier<T> load) {
        List<T> loaded = new ArrayList<>(1);
        return () -> {
            if (loaded.isEmpty()) {
                loaded.add(load.get());
            }
            return loaded.get(0);
        };
    }
}
