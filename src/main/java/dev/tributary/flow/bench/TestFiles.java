package dev.tributary.flow.bench;

import dev.tributary.base.Problems;
import dev.tributary.mapping.document.MappingFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the tests of a mapping set: {@code tests/*.yaml} and {@code overlays/<name>/tests/*.yaml}, folders within too. */
public final class TestFiles {

    private static final Pattern TEST = Pattern.compile("(?:overlays/([^/]+)/)?tests/.*\\.yaml");

    private TestFiles() {}

    /**
     * Reads every test file and tells its mistakes; runs nothing.
     *
     * @param files of the mapping set
     * @param problems takes every mistake
     * @return how many tests there are
     */
    public static int check(MappingFiles files, Problems problems) {
        return read(files, problems).size();
    }

    /**
     * @param files of the mapping set
     * @param problems takes every mistake
     * @return every test that can be read
     */
    public static List<MappingTest> read(MappingFiles files, Problems problems) {
        List<MappingTest> tests = new ArrayList<>();
        for (String file : files.all()) {
            var test = TEST.matcher(file);
            if (test.matches()) {
                String overlay = test.group(1) == null ? "" : test.group(1);
                tests.addAll(new TestFileReader(files, file, overlay, problems).read());
            }
        }
        return tests;
    }
}
