package dev.tributary.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.base.Problem;
import dev.tributary.base.Problems;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.bench.MappingTest;
import dev.tributary.flow.bench.TestBench;
import dev.tributary.flow.bench.TestFiles;
import dev.tributary.flow.bench.TestResult;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.mappings.MappingCandidate;
import dev.tributary.flow.mappings.MappingShelf;
import dev.tributary.flow.processing.FeedPreparation;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.rehearsal.TrafficRehearsal;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Leaf;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageSearch;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.FhirJson;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.MappingResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a mapping is tried: one message, the tests, or the traffic of the last days, by the files as they are with one of
 * them changed. Writes nothing. The set that was compiled last is kept, so that a second look at it costs nothing.
 */
final class TryDesk {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LEAVES = 3_000;
    private static final Pattern OVERLAY = Pattern.compile("overlays/([^/]+)/.*");

    /**
     * What is tried.
     *
     * @param message number in the journal; null where there is a text
     * @param text of a message, a segment a line
     * @param feed by whose settings
     * @param file of {@code mappings/} that is changed; empty if none is
     * @param content what it shall hold
     */
    record Asked(@Nullable Long message, String text, String feed, String file, String content) {

        /** Line ends as the files have them. */
        Asked {
            file = file.strip();
            content = content.replace("\r\n", "\n");
        }
    }

    /**
     * What came of one message.
     *
     * @param fhir as JSON, for reading
     * @param notes what else should be known
     */
    record Tried(
            List<MessageAccount.SegmentBlock> segments,
            List<MessageAccount.ResourceBlock> resources,
            List<String> issues,
            String loss,
            String fhir,
            List<String> notes) {}

    /** What came of the tests. */
    record Tested(List<TestResult> results, List<Problem> problems) {

        long failed() {
            return results.stream().filter(result -> !result.passed()).count();
        }
    }

    private record Compiled(String file, String content, String version, MappingCandidate candidate) {}

    private final FeedRegistry feeds;
    private final FeedPreparation preparation;
    private final LiveMappings mappings;
    private final MessageSearch search;
    private final TrafficRehearsal rehearsal;
    private final Clock clock;
    private @Nullable Compiled last;

    TryDesk(FeedRegistry feeds, LiveMappings mappings, MessageSearch search, TrafficRehearsal rehearsal, Clock clock) {
        this.feeds = feeds;
        this.preparation = new FeedPreparation(feeds);
        this.mappings = mappings;
        this.search = search;
        this.rehearsal = rehearsal;
        this.clock = clock;
    }

    /** @throws ProblemsException with every mistake of the changed set */
    Tried apply(Asked asked) {
        MappingLibrary library = library(asked);
        FeedName name = feed(asked);
        FeedProperties feed = feeds.get(name);
        WireMessage wire = wire(asked, name);
        if (wire.bytes().length > MOST_BYTES) {
            throw new IllegalArgumentException("The message is larger than 1 MB: try it with convert --report.");
        }
        Hl7Message message = Hl7Reader.read(preparation.of(wire).bytes(), feed.charset());
        List<Leaf> leaves = message.leaves();
        if (leaves.size() > MOST_LEAVES) {
            throw new IllegalArgumentException(
                    "The message has " + leaves.size() + " values: try it with convert --report.");
        }
        FeedProfile profile = TrafficRehearsal.with(FeedProfiles.of(name, feed), overlay(asked));
        MappingResult mapped = library.plan(message.header(), profile).apply(message, profile);
        Map<String, String> places = MessageReader.places(library, mapped.lineage());
        List<String> issues = new ArrayList<>();
        message.issues().forEach(issue -> issues.add(issue.toString()));
        mapped.issues().forEach(issue -> issues.add(issue.toString()));
        return new Tried(
                MessageReader.segments(leaves, mapped.lineage(), places),
                MessageReader.resources(mapped, places),
                issues,
                MessageReader.loss(mapped.lineage()),
                pretty(FhirJson.writeBundle(mapped)),
                notes(asked, name, feed));
    }

    /** @throws ProblemsException with every mistake of the changed set */
    Tested tests(Asked asked) {
        MappingCandidate candidate = candidate(asked);
        Problems problems = new Problems();
        List<MappingTest> tests = TestFiles.read(candidate.files(), problems);
        TestBench bench = new TestBench(candidate.library(), candidate::recordRules, candidate::alertRules);
        return new Tested(tests.stream().map(bench::run).toList(), problems.all());
    }

    /**
     * @return whether the rehearsal began; false while another one runs
     * @throws ProblemsException with every mistake of the changed set
     */
    boolean traffic(Asked asked, int days, String who) {
        if (asked.file().isEmpty()) {
            throw new IllegalArgumentException("Change a file first: open one and edit it.");
        }
        String overlay = overlay(asked);
        FeedName only = asked.feed().isEmpty() && asked.message() == null ? null : feed(asked);
        if (only == null
                && !overlay.isEmpty()
                && feeds.all().values().stream()
                        .noneMatch(feed -> feed.overlay().contains(overlay))) {
            throw new IllegalArgumentException(
                    "No feed names the overlay " + overlay + " yet: choose the feed that shall use it.");
        }
        return rehearsal.begin(new TrafficRehearsal.Asked(
                asked.file(),
                who,
                days,
                only,
                mappings.library(),
                candidate(asked).library(),
                only == null ? "" : overlay));
    }

    /** @return the message as text, a segment a line; empty if it is larger than what is shown */
    String text(long id) {
        JournaledMessage message = journaled(id);
        FeedProperties feed = feeds.find(message.summary().feed()).orElse(null);
        return message.bytes().length > MOST_BYTES
                ? ""
                : Hl7Reader.read(message.bytes(), feed == null ? StandardCharsets.UTF_8 : feed.charset())
                        .segments()
                        .stream()
                        .map(segment -> segment.raw())
                        .collect(Collectors.joining("\n"));
    }

    /** @return the feed a message came in by */
    String feedOf(long id) {
        return journaled(id).summary().feed().value();
    }

    private JournaledMessage journaled(long id) {
        return search.read(new MessageId(id))
                .orElseThrow(() -> new NotFoundException("The journal has no message " + id + "."));
    }

    private MappingLibrary library(Asked asked) {
        return asked.file().isEmpty() ? mappings.library() : candidate(asked).library();
    }

    private synchronized MappingCandidate candidate(Asked asked) {
        String file = asked.file().isEmpty() ? "" : MappingShelf.editable(asked.file());
        String version = mappings.state().version();
        Compiled known = last;
        if (known != null
                && known.file().equals(file)
                && known.content().equals(asked.content())
                && known.version().equals(version)) {
            return known.candidate();
        }
        MappingCandidate candidate = mappings.candidate(
                file.isEmpty() ? mappings.files() : mappings.files().with(file, asked.content()));
        last = new Compiled(file, asked.content(), version, candidate);
        return candidate;
    }

    private FeedName feed(Asked asked) {
        String name = asked.feed().isEmpty() && asked.message() != null ? feedOf(asked.message()) : asked.feed();
        return feeds.all().keySet().stream()
                .filter(each -> name.isEmpty() || each.value().equals(name))
                .findFirst()
                .orElseThrow(() -> NotFoundException.among(
                        "feed",
                        name,
                        feeds.all().keySet().stream().map(FeedName::value).toList()));
    }

    private WireMessage wire(Asked asked, FeedName feed) {
        if (asked.message() != null) {
            JournaledMessage message = journaled(asked.message());
            return new WireMessage(
                    message.bytes(),
                    feed,
                    message.summary().remote(),
                    message.summary().receivedAt());
        }
        String text = asked.text().strip().replaceAll("\r\n|\n", "\r");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("There is no message: give its number in the journal, or its text.");
        }
        byte[] bytes = (text + "\r").getBytes(StandardCharsets.UTF_8);
        // the text is in our hands as characters: it goes into the bytes that its MSH-18 promises
        return new WireMessage(
                HeaderPeek.of(bytes, feeds.get(feed).charset())
                        .map(header -> (text + "\r").getBytes(header.charset()))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "The text is no HL7 message: it begins with MSH|^~\\&| and has a segment a line.")),
                feed,
                "",
                clock.instant());
    }

    private static List<String> notes(Asked asked, FeedName name, FeedProperties feed) {
        String overlay = overlay(asked);
        return overlay.isEmpty() || feed.overlay().contains(overlay)
                ? List.of()
                : List.of("The feed " + name + " does not name the overlay " + overlay
                        + " yet; it is mapped here as if it did. It takes effect with the setting tributary.feeds."
                        + name + ".overlay.");
    }

    /** @return the overlay a changed file stands in; empty if in none */
    static String overlay(Asked asked) {
        Matcher overlay = OVERLAY.matcher(asked.file());
        return overlay.matches() ? overlay.group(1) : "";
    }

    private static String pretty(String json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own JSON is none", e);
        }
    }
}
