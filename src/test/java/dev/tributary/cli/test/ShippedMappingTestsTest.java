package dev.tributary.cli.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.Problems;
import dev.tributary.flow.bench.MappingTest;
import dev.tributary.flow.bench.TestBench;
import dev.tributary.flow.bench.TestFiles;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.record.RecordRules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The build runs what {@code test} runs over the tables we ship. */
class ShippedMappingTestsTest {

    private static final Path MAPPINGS = Path.of("mappings");
    private static final TestBench BENCH = new TestBench(
            MappingLibrary.open(MAPPINGS),
            () -> RecordRules.in(MAPPINGS),
            () -> AlertRules.load(RuleFile.in(MAPPINGS)));

    static List<MappingTest> tests() {
        Problems problems = new Problems();
        List<MappingTest> tests = TestFiles.read(MappingFiles.in(MAPPINGS), problems);
        assertThat(problems.all()).isEmpty();
        assertThat(tests).hasSizeGreaterThan(50);
        return tests;
    }

    @ParameterizedTest
    @MethodSource("tests")
    void holds(MappingTest test) {
        assertThat(BENCH.run(test).failures()).isEmpty();
    }
}
