package dev.tributary.flow.mappings;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.LiveAlertRules;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.LogKey;
import dev.tributary.base.Meters;
import dev.tributary.base.NearestWord;
import dev.tributary.base.Problem;
import dev.tributary.base.Problems;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.record.RecordRules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mapping set in force: tables, code tables, names, overlays, record rules and, by {@link LiveAlertRules}, alert rules.
 * A message takes what is in force when its turn begins and keeps it to its end. Thread-safe.
 */
public final class LiveMappings {

    /** Where codes are written that are added while the engine runs. */
    public static final Path ADDED = Path.of("config");

    private static final Logger LOG = LoggerFactory.getLogger(LiveMappings.class);

    private record InForce(MappingLibrary library, RecordRules recordRules) {}

    private final Path folder;
    private final Path added;
    private final FeedRegistry feeds;
    private final LiveAlertRules alerts;
    private final Clock clock;
    private final MeterRegistry meters;
    private volatile InForce inForce;
    private volatile MappingState state;

    /**
     * Reads the set; the engine does not start with a broken one.
     *
     * @param folder {@code mappings}
     * @param added folder whose {@code codes/} holds codes added at run time
     * @param feeds name overlays and folders of code tables
     * @param alerts take the alert rules of the folder
     * @param clock for when
     * @param meters count reloads
     * @throws ProblemsException with every mistake in every file
     */
    public LiveMappings(
            Path folder, Path added, FeedRegistry feeds, LiveAlertRules alerts, Clock clock, MeterRegistry meters) {
        this.folder = folder;
        this.added = added;
        this.feeds = feeds;
        this.alerts = alerts;
        this.clock = clock;
        this.meters = meters;
        MappingFiles files = MappingLibrary.files(folder).held(added);
        this.inForce = read(files);
        this.state = new MappingState(inForce.library().version(), clock.instant(), source(), List.of(), null);
        Gauge.builder(Meters.MAPPINGS_REFUSED.meterName(), this, live -> live.state.isRefused() ? 1 : 0)
                .description(Meters.MAPPINGS_REFUSED.help())
                .register(meters);
    }

    /** @return the tables in force */
    public MappingLibrary library() {
        return inForce.library();
    }

    /** @return the record rules in force */
    public RecordRules recordRules() {
        return inForce.recordRules();
    }

    /** @return what is in force, and why the files are refused if they are */
    public MappingState state() {
        return state;
    }

    /** @return the folders whose files make the set */
    List<Path> folders() {
        return List.of(folder, added.resolve("codes"));
    }

    /** @return the folder of the set, whether it exists or not */
    public Path folder() {
        return folder;
    }

    /** @return the files as they are on disk now, with the codes that were added while running */
    public MappingFiles files() {
        return MappingLibrary.files(folder).held(added);
    }

    /**
     * Reads and compiles a set aside; nothing of it is put in force.
     *
     * @param files of the set, with a change in them perhaps
     * @throws ProblemsException with every mistake in every file, as {@link #reload} would find them
     */
    public MappingCandidate candidate(MappingFiles files) {
        Problems problems = new Problems();
        InForce next = collect(problems, () -> read(files));
        AlertRules rules = collect(problems, () -> alerts.read(ruleFiles(files)));
        problems.throwIfAny();
        if (next == null || rules == null) {
            throw new IllegalStateException("neither a set nor a problem");
        }
        return new MappingCandidate(files, next.library(), next.recordRules(), rules);
    }

    /**
     * Reads all files and puts them in force; with a mistake anywhere nothing changes but the state.
     *
     * @return the state after that
     */
    public synchronized MappingState reload() {
        Instant now = clock.instant();
        try {
            MappingCandidate next = candidate(files());
            alerts.replace(next.alertRules());
            inForce = new InForce(next.library(), next.recordRules());
            state = new MappingState(next.library().version(), now, source(), List.of(), null);
            count("loaded");
            LOG.atInfo().addKeyValue(LogKey.STATE, state.version()).log("mapping set read anew and in force");
        } catch (ProblemsException e) {
            refused(e.problems(), now);
        } catch (RuntimeException e) {
            // a file that cannot be read right now is as good as a mistake in it: the old set stays
            refused(
                    List.of(new Problem(
                            folder.toString(),
                            0,
                            "cannot be read (" + e.getClass().getSimpleName() + ")",
                            "")),
                    now);
        }
        return state;
    }

    private void refused(List<Problem> problems, Instant now) {
        state = new MappingState(state.version(), state.loadedAt(), state.source(), problems, now);
        count("refused");
        LOG.atError()
                .addKeyValue(LogKey.COUNT, problems.size())
                .addKeyValue(LogKey.STATE, state.version())
                .log("mapping set refused, the one before stays in force");
        for (Problem problem : problems) {
            // problems speak of the user's files, never of messages
            LOG.atError().addKeyValue(LogKey.FILE, problem.toString()).log("mistake in the mapping set");
        }
    }

    private void count(String outcome) {
        meters.counter(Meters.MAPPING_RELOADS.meterName(), "outcome", outcome).increment();
    }

    private InForce read(MappingFiles files) {
        Problems problems = new Problems();
        MappingLibrary library = collect(problems, () -> MappingLibrary.of(files));
        RecordRules rules = collect(
                problems,
                () -> RecordRules.of(files.read("record/elements.yaml"), files.read("record/encounter-timeline.yaml")));
        checkFeeds(files.all(), problems);
        problems.throwIfAny();
        if (library == null || rules == null) {
            throw new IllegalStateException("neither a set nor a problem");
        }
        return new InForce(library, rules);
    }

    private static <T> @Nullable T collect(Problems problems, Supplier<T> part) {
        try {
            return part.get();
        } catch (ProblemsException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    // a feed whose overlay is misspelt would be mapped without it, unseen
    private void checkFeeds(List<String> files, Problems problems) {
        List<String> overlays = folders(files, "overlays/");
        List<String> codes = new ArrayList<>(folders(files, "codes/"));
        codes.addAll(folders(files, MappingFiles.ADDED + "codes/"));
        feeds.all().forEach((name, feed) -> {
            String setting = "tributary.feeds." + name + ".";
            feed.overlay().forEach(overlay -> known(setting + "overlay", "overlay", overlay, overlays, problems));
            feed.codeTables()
                    .forEach(table -> known(setting + "code-tables", "folder of code tables", table, codes, problems));
        });
    }

    private static void known(String setting, String what, String word, List<String> valid, Problems problems) {
        if (!valid.contains(word)) {
            String near = NearestWord.cure(word, valid);
            problems.add(
                    setting,
                    0,
                    "there is no " + what + " '" + word + "' in mappings/",
                    near.isEmpty() ? "there are " + String.join(", ", valid) : near);
        }
    }

    private static List<String> folders(List<String> files, String within) {
        return files.stream()
                .filter(file -> file.startsWith(within) && file.indexOf('/', within.length()) > 0)
                .map(file -> file.substring(within.length(), file.indexOf('/', within.length())))
                .distinct()
                .toList();
    }

    private List<RuleFile> ruleFiles(MappingFiles files) {
        List<RuleFile> rules = new ArrayList<>();
        for (String file : files.all()) {
            String text = files.read(file);
            if (text != null && file.matches("alerts/([^/]+\\.yaml|critical-values\\.csv)")) {
                rules.add(new RuleFile(MappingFiles.shown(file), text));
            }
        }
        return rules.isEmpty() ? RuleFile.in(folder) : rules;
    }

    private String source() {
        return Files.isDirectory(folder) ? folder.toString() : "jar";
    }
}
