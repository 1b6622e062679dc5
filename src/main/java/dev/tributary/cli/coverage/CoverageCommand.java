package dev.tributary.cli.coverage;

import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import dev.tributary.cli.WrongInput;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.guide.GuideCoverage;
import dev.tributary.mapping.guide.GuideFolder;
import dev.tributary.mapping.guide.GuideMatch;
import dev.tributary.mapping.guide.GuidePages;
import dev.tributary.mapping.guide.GuideRow;
import dev.tributary.mapping.guide.GuideRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coverage}: how much of HL7's v2-to-FHIR guide the tables execute, and what becomes of the rest. */
@Command(
        name = "coverage",
        customSynopsis =
                "java -jar tributary.jar coverage [--format text|csv|json] [--guide DIR [--save]] [--docs DIR]",
        description = {
            "",
            "Counts the rows of HL7's v2-to-FHIR guide by table: executed as written, executed under a ruling, overruled",
            "with the reason, not executed (and why). The guide's rows are known from mappings/guide/rows.csv. Starts no",
            "server.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 counted; 1 a table or a file is wrong; 2 wrong usage; 3 internal fault.",
        },
        sortOptions = false)
public final class CoverageCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private CoverageFormat format = CoverageFormat.TEXT;

    @Option(
            names = "--guide",
            paramLabel = "DIR",
            description = "Read the guide's own CSV files (folders messages, segments, datatypes) instead of rows.csv.")
    private @Nullable Path guide;

    @Option(names = "--save", description = "With --guide: write what was read to mappings/guide/rows.csv.")
    private boolean save;

    @Option(
            names = "--docs",
            paramLabel = "DIR",
            description = "Write coverage.md and deviations.md there instead of printing.")
    private @Nullable Path docs;

    @Option(names = "--mappings", paramLabel = "DIR", description = "Mapping set. Default: ${DEFAULT-VALUE}.")
    private Path mappings = Path.of("mappings");

    /** @param terminal where to write */
    public CoverageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        MappingFiles files = Files.isDirectory(mappings) ? MappingFiles.in(mappings) : MappingFiles.shipped();
        List<GuideRow> rows = rows(files);
        if (save) {
            write(mappings.resolve(GuideRows.FILE), GuideRows.write(rows));
        }
        List<GuideMatch> matches = GuideCoverage.of(rows, files);
        if (docs != null) {
            write(docs.resolve("coverage.md"), GuidePages.coverage(matches));
            write(docs.resolve("deviations.md"), GuidePages.deviations(matches, files));
            return ExitCode.GOOD;
        }
        CoverageReport report = new CoverageReport(matches);
        switch (format) {
            case CSV -> report.csv(terminal.out());
            case JSON -> report.json(terminal.out());
            case TEXT -> report.text(terminal.out());
        }
        return ExitCode.GOOD;
    }

    private List<GuideRow> rows(MappingFiles files) {
        if (guide == null) {
            if (save) {
                throw new WrongInput("--save writes what --guide reads: give the folder of the guide's CSV files");
            }
            List<GuideRow> rows = GuideRows.read(files);
            if (rows.isEmpty()) {
                throw new WrongInput(MappingFiles.shown(GuideRows.FILE)
                        + ": there is no list of the guide's rows; give the guide's CSV files with --guide DIR");
            }
            return rows;
        }
        try {
            return GuideFolder.read(guide);
        } catch (UncheckedIOException e) {
            throw new WrongInput(guide + ": no folder of the guide; it needs messages, segments and datatypes");
        }
    }

    private static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new WrongInput(file + ": cannot be written (" + e.getClass().getSimpleName() + ")");
        }
    }
}
