package dev.tributary.cli.convert;

import dev.tributary.base.FeedName;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.Terminal;
import dev.tributary.cli.WrongInput;
import dev.tributary.cli.send.MessageFiles;
import dev.tributary.cli.send.OutgoingMessage;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.preprocess.Preprocessed;
import dev.tributary.hl7.preprocess.Preprocessing;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.FhirJson;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.MappingPlan;
import dev.tributary.mapping.MappingResult;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convert}: prints the FHIR Bundle of each message, as the engine would map it. */
@Command(
        name = "convert",
        customSynopsis = "java -jar tributary.jar convert [--report] [--out DIR] FILE...",
        description = {
            "",
            "Maps HL7 v2 messages to FHIR R4 with the tables in mappings/ (or, without that folder, those of the jar)",
            "and prints one Bundle a line. Starts no server, stores nothing, calls nobody.",
            "A file holds one message, or many, one after the other, in batches (FHS, BHS) or in MLLP frames.",
            ""
        },
        footer = {
            "",
            "With --report a line is {\"bundle\": ..., \"report\": ...}; with --out, DIR/<name>.report.json stands beside",
            "DIR/<name>.json. The report lists every populated value of the message as mapped (element and row), ignored",
            "(row and reason) or unmapped, each element with the fields, rows and code table lines it came from, and what",
            "a person should see. --text makes it readable: DIR/<name>.report.txt, or alone on the terminal.",
            "",
            "Exit codes: 0 every message was converted; 1 a file is no HL7 message or a mapping is wrong; 2 wrong",
            "usage; 3 internal fault.",
            "",
            "Examples:",
            "  java -jar tributary.jar convert adt.hl7",
            "  java -jar tributary.jar convert --report --zone Europe/Berlin --out bundles/ inbox/*.hl7"
        },
        sortOptions = false)
public final class ConvertCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files with messages.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write <name>.json for each message instead of printing.")
    private @Nullable Path out;

    @Option(names = "--report", description = "Add where every value went and where every element came from.")
    private boolean report;

    @Option(names = "--text", description = "With --report: print the report as text, for eyes, and no Bundle.")
    private boolean text;

    @Option(names = "--pretty", description = "Print JSON over many lines, for eyes.")
    private boolean pretty;

    @Option(
            names = "--zone",
            description = "Zone of times without an offset, such as Europe/Berlin. Default: ${DEFAULT-VALUE}.")
    private ZoneId zone = ZoneId.of("UTC");

    @Option(names = "--charset", description = "Character set where MSH-18 names none. Default: ${DEFAULT-VALUE}.")
    private Charset charset = java.nio.charset.StandardCharsets.UTF_8;

    @Option(names = "--feed", description = "Name of the feed to convert as. Default: ${DEFAULT-VALUE}.")
    private String feed = "default";

    @Option(names = "--overlay", paramLabel = "NAME", description = "Overlay of mappings/overlays; may be repeated.")
    private List<String> overlays = new ArrayList<>();

    @Option(names = "--codes", paramLabel = "NAME", description = "Folder of mappings/codes; may be repeated.")
    private List<String> codeFolders = new ArrayList<>();

    @Option(
            names = "--preprocess",
            paramLabel = "STEP",
            description = "Preprocessing step of docs/feeds.md, such as \"move-field PID-2 PID-3\"; may be repeated.")
    private List<String> steps = new ArrayList<>();

    @Option(names = "--mappings", paramLabel = "DIR", description = "Mapping set. Default: ${DEFAULT-VALUE}.")
    private Path mappings = Path.of("mappings");

    private final Set<String> written = new HashSet<>();

    /** @param terminal where to write */
    public ConvertCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        FeedProfile profile = new FeedProfile(feedName(), zone, overlays, codeFolders, FeedProfile.NAMESPACE, "");
        // one message needs a few of the tables: "check" is who reads all of them
        MappingLibrary library = MappingLibrary.open(mappings);
        Preprocessing preprocessing = preprocessing();
        int exit = ExitCode.GOOD;
        for (Path file : files) {
            try {
                for (OutgoingMessage message : MessageFiles.read(List.of(file))) {
                    convert(file, message, library, profile, preprocessing);
                }
            } catch (WrongInput wrong) {
                // the other files are converted all the same
                wrong.reasons().forEach(terminal.err()::println);
                exit = ExitCode.WRONG_INPUT;
            }
        }
        return exit;
    }

    private void convert(
            Path file,
            OutgoingMessage message,
            MappingLibrary library,
            FeedProfile profile,
            Preprocessing preprocessing) {
        Preprocessed prepared = preprocessing.apply(message.bytes(), charset);
        Hl7Message read = Hl7Reader.read(prepared.bytes(), charset);
        MappingPlan plan = library.plan(read.header(), profile);
        MappingResult result = report ? plan.apply(read, profile) : plan.applyWithoutLineage(read, profile);
        String bundle = laidOut(FhirJson.writeBundle(result));
        if (out == null) {
            terminal.out().println(line(bundle, message, plan, read, result, prepared));
            return;
        }
        String name = nameFor(file);
        write(out, name + ".json", bundle);
        if (report) {
            write(out, name + (text ? ".report.txt" : ".report.json"), account(message, plan, read, result, prepared));
        }
    }

    private String line(
            String bundle,
            OutgoingMessage message,
            MappingPlan plan,
            Hl7Message read,
            MappingResult result,
            Preprocessed prepared) {
        if (!report) {
            return bundle;
        }
        String account = account(message, plan, read, result, prepared);
        return text ? account : "{\"bundle\":" + bundle + ",\"report\":" + account + "}";
    }

    private String account(
            OutgoingMessage message, MappingPlan plan, Hl7Message read, MappingResult result, Preprocessed prepared) {
        return text
                ? TextReport.write(plan.name(), read, result, prepared.changes())
                : laidOut(ConversionReport.write(message.header(), plan.name(), read, result, prepared.changes()));
    }

    private String laidOut(String json) {
        return pretty ? ConversionReport.pretty(json) : json;
    }

    // adt.hl7 gives adt, and the second message in it adt-2
    private String nameFor(Path file) {
        String whole = String.valueOf(file.getFileName());
        int dot = whole.lastIndexOf('.');
        String base = dot > 0 ? whole.substring(0, dot) : whole;
        String name = base;
        for (int n = 2; !written.add(name); n++) {
            name = base + "-" + n;
        }
        return name;
    }

    private static void write(Path folder, String name, String content) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.writeString(file, content + "\n");
        } catch (IOException e) {
            throw new WrongInput(
                    file + ": cannot be written (" + e.getClass().getSimpleName() + "); give another --out");
        }
    }

    private Preprocessing preprocessing() {
        try {
            return Preprocessing.of(steps);
        } catch (IllegalArgumentException e) {
            throw new WrongInput("--preprocess: " + e.getMessage());
        }
    }

    private FeedName feedName() {
        try {
            return new FeedName(feed);
        } catch (IllegalArgumentException e) {
            throw new WrongInput("--feed: " + e.getMessage());
        }
    }
}
