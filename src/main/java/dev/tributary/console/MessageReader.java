package dev.tributary.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertSearch;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.base.MessageId;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.processing.FeedPreparation;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.FieldNames;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Leaf;
import dev.tributary.hl7.WireMessage;
import dev.tributary.hl7.preprocess.Preprocessed;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageEdits;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.FhirJson;
import dev.tributary.mapping.LineageEntry;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.MappingResult;
import dev.tributary.mapping.RowPlace;
import dev.tributary.store.FhirStore;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells all that is known of one message: as it came, what became of it, and, by applying today's mapping to the
 * journal's bytes once more, which field fills which element by which row. Writes nothing.
 */
final class MessageReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LEAVES = 3_000;
    private static final int LONGEST_VALUE = 500;
    private static final int MOST_ALERTS = 50;
    private static final int MOST_WRITTEN = 500;

    private final FeedRegistry feeds;
    private final FeedPreparation preparation;
    private final LiveMappings mappings;
    private final AlertLedger alerts;
    private final FhirStore store;
    private final MessageEdits edits;
    private final OnceTokens once;

    MessageReader(
            FeedRegistry feeds,
            LiveMappings mappings,
            AlertLedger alerts,
            FhirStore store,
            MessageEdits edits,
            OnceTokens once) {
        this.feeds = feeds;
        this.preparation = new FeedPreparation(feeds);
        this.mappings = mappings;
        this.alerts = alerts;
        this.store = store;
        this.edits = edits;
        this.once = once;
    }

    MessageAccount read(JournaledMessage journaled) {
        MessageSummary summary = journaled.summary();
        FeedProperties feed = feeds.find(summary.feed()).orElse(null);
        Charset charset = feed == null ? StandardCharsets.UTF_8 : feed.charset();
        if (journaled.bytes().length > MOST_BYTES) {
            return account(
                    journaled,
                    "",
                    Applied.none(
                            "It is larger than 1 MB: its bytes can be downloaded, its fields are not shown here."));
        }
        Hl7Message sent = Hl7Reader.read(journaled.bytes(), charset);
        String raw = sent.segments().stream().map(segment -> segment.raw()).collect(Collectors.joining("\n"));
        Preprocessed prepared = preparation.of(
                new WireMessage(journaled.bytes(), summary.feed(), summary.remote(), summary.receivedAt()));
        Hl7Message message = Hl7Reader.read(prepared.bytes(), charset);
        List<Leaf> leaves = message.leaves();
        if (leaves.size() > MOST_LEAVES) {
            return account(
                    journaled,
                    raw,
                    Applied.none(
                            "It has " + leaves.size()
                                    + " values: the text is below, the fields one by one are not shown here (convert --report tells them)."));
        }
        MappingResult mapped = null;
        String note = "";
        MappingLibrary library = mappings.library();
        if (feed == null) {
            note = "Its feed stands no longer in the settings: it is shown without mapping.";
        } else if (summary.refused()) {
            note = "It was refused at receipt: it is shown without mapping.";
        } else {
            FeedProfile profile = FeedProfiles.of(summary.feed(), feed);
            try {
                mapped = library.plan(message.header(), profile).apply(message, profile);
            } catch (ProblemsException e) {
                note = "The mapping of this structure holds mistakes: see /api/mappings.";
            }
        }
        if (mapped != null
                && summary.mappingVersion() != null
                && !library.version().equals(summary.mappingVersion())) {
            note = "It was processed by mapping version " + summary.mappingVersion()
                    + "; below stands what today’s version " + library.version() + " makes of it.";
        }
        List<String> mended = prepared.changes().stream()
                .map(change -> change.path() + " by " + change.step()
                        + (change.from() == null ? "" : ", sent in " + change.from()))
                .toList();
        List<String> issues = new ArrayList<>();
        message.issues().forEach(issue -> issues.add(issue.toString()));
        if (mapped != null) {
            mapped.issues().forEach(issue -> issues.add(issue.toString()));
        }
        return account(journaled, raw, new Applied(note, leaves, mapped, library, mended, issues));
    }

    private record Applied(
            String note,
            List<Leaf> leaves,
            @Nullable MappingResult mapped,
            @Nullable MappingLibrary library,
            List<String> mended,
            List<String> issues) {

        static Applied none(String note) {
            return new Applied(note, List.of(), null, null, List.of(), List.of());
        }
    }

    private MessageAccount account(JournaledMessage journaled, String raw, Applied applied) {
        MessageSummary summary = journaled.summary();
        MessageState state = summary.state();
        MappingResult mapped = applied.mapped();
        List<LineageEntry> lineage = mapped == null ? List.of() : mapped.lineage();
        Map<String, String> places = places(applied.library(), lineage);
        boolean readable = !summary.refused() || !summary.type().isEmpty();
        return new MessageAccount(
                MessageView.of(journaled),
                Times.exact(summary.receivedAt()),
                acknowledged(summary),
                raw,
                applied.note(),
                segments(applied.leaves(), lineage, places),
                mapped == null ? List.of() : resources(mapped, places),
                applied.issues(),
                applied.mended(),
                loss(lineage),
                journaled.timeline().stream()
                        .map(event -> new MessageAccount.StepLine(
                                Times.exact(event.at()),
                                Words.of(event.kind()) + (event.who() == null ? "" : " by " + event.who()) + ": "
                                        + Words.of(event.state())
                                        + (event.reason().isEmpty() ? "" : ", " + event.reason()),
                                detail(event.detail(), event.where(), event.mappingVersion())))
                        .toList(),
                alerts(summary.id()),
                written(summary.id()),
                deliveries(summary.id()),
                edits(summary.id()),
                readable && state != MessageState.QUEUED && summary.duplicateOf() == null,
                state == MessageState.HELD,
                state == MessageState.HELD || state == MessageState.QUEUED,
                once.next());
    }

    private static String acknowledged(MessageSummary summary) {
        return Words.of(summary.ackOutcome()) + (summary.ackAt() == null ? "" : " at " + Times.exact(summary.ackAt()));
    }

    private static String detail(String detail, String where, @Nullable String version) {
        List<String> parts = new ArrayList<>();
        if (!detail.isEmpty()) {
            parts.add(detail);
        }
        if (!where.isEmpty()) {
            parts.add("at " + where);
        }
        if (version != null) {
            parts.add("mapping version " + version);
        }
        return String.join(" · ", parts);
    }

    private List<MessageAccount.AlertLine> alerts(MessageId id) {
        return alerts.search(AlertSearch.ofMessage(id.value(), MOST_ALERTS)).stream()
                .map(entry -> new MessageAccount.AlertLine(
                        entry.alert().id(),
                        entry.alert().rule(),
                        entry.progress().state().code(),
                        Times.exact(entry.alert().at())))
                .toList();
    }

    private List<MessageAccount.WrittenLine> written(MessageId id) {
        return store.writtenBy(id).orElse(List.of()).stream()
                .limit(MOST_WRITTEN)
                .map(version -> {
                    String resource = version.type() + "/" + version.id();
                    return new MessageAccount.WrittenLine(
                            resource, version.version(), "/fhir/" + resource + "/_history/" + version.version());
                })
                .toList();
    }

    private List<MessageAccount.DeliveryLine> deliveries(MessageId id) {
        return alerts.search(AlertSearch.ofMessage(id.value(), MOST_ALERTS)).stream()
                .flatMap(entry -> alerts.byId(entry.alert().id()).stream())
                .flatMap(story -> story.deliveries().stream()
                        .map(one -> new MessageAccount.DeliveryLine(
                                story.entry().alert().id(),
                                one.subscriber(),
                                one.state().code() + " at " + Times.exact(one.at()) + ", " + one.attempts()
                                        + " attempts " + one.outcome(),
                                one.state() != DeliveryState.QUEUED)))
                .toList();
    }

    private List<MessageAccount.EditLine> edits(MessageId id) {
        return edits.of(id).stream()
                .map(edit -> {
                    boolean made = edit.edited().equals(id);
                    return new MessageAccount.EditLine(
                            made ? "Made from" : "Changed to",
                            (made ? edit.original() : edit.edited()).value(),
                            "by " + edit.who() + " at " + Times.exact(edit.at()) + ": " + edit.why());
                })
                .toList();
    }

    // a row's ruling is the comment at its place in the tables: file and line lead to it
    static Map<String, String> places(@Nullable MappingLibrary library, List<LineageEntry> lineage) {
        if (library == null || lineage.isEmpty()) {
            return Map.of();
        }
        Set<String> used = lineage.stream().map(LineageEntry::row).collect(Collectors.toSet());
        Map<String, String> places = new HashMap<>();
        for (RowPlace place : library.rows()) {
            if (used.contains(place.id())) {
                places.merge(place.id(), place.file() + ":" + place.line(), (one, other) -> one + ", " + other);
            }
        }
        return places;
    }

    static String loss(List<LineageEntry> lineage) {
        Map<LineageEntry.Kind, Set<String>> leaves = new HashMap<>();
        lineage.forEach(entry -> leaves.computeIfAbsent(entry.kind(), kind -> new LinkedHashSet<>())
                .add(entry.source().toString()));
        Set<String> mapped = leaves.getOrDefault(LineageEntry.Kind.MAPPED, Set.of());
        long ignored = leaves.getOrDefault(LineageEntry.Kind.IGNORED, Set.of()).stream()
                .filter(path -> !mapped.contains(path))
                .count();
        return lineage.isEmpty()
                ? ""
                : mapped.size() + " values mapped, " + ignored + " ignored on purpose, "
                        + leaves.getOrDefault(LineageEntry.Kind.UNMAPPED, Set.of())
                                .size() + " not mapped";
    }

    static List<MessageAccount.SegmentBlock> segments(
            List<Leaf> leaves, List<LineageEntry> lineage, Map<String, String> places) {
        Map<String, List<LineageEntry>> bySource = new HashMap<>();
        lineage.forEach(entry -> bySource.computeIfAbsent(entry.source().toString(), path -> new ArrayList<>())
                .add(entry));
        Map<String, List<MessageAccount.LeafLine>> blocks = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            String path = leaf.path().toString();
            String segment = leaf.path().segment()
                    + (leaf.path().occurrence() == 1 ? "" : "[" + leaf.path().occurrence() + "]");
            List<LineageEntry> entries = bySource.getOrDefault(path, List.of());
            blocks.computeIfAbsent(segment, name -> new ArrayList<>())
                    .add(new MessageAccount.LeafLine(
                            path,
                            FieldNames.of(leaf.path().segment(), leaf.path().field()),
                            cut(leaf.value().text()),
                            kind(entries),
                            entries.stream()
                                    .map(entry -> why(entry, places))
                                    .filter(why -> !why.isEmpty())
                                    .distinct()
                                    .collect(Collectors.joining("; "))));
        }
        return blocks.entrySet().stream()
                .map(block -> new MessageAccount.SegmentBlock(block.getKey(), block.getValue()))
                .toList();
    }

    private static String kind(List<LineageEntry> entries) {
        for (LineageEntry.Kind kind : List.of(
                LineageEntry.Kind.MAPPED,
                LineageEntry.Kind.DELETED,
                LineageEntry.Kind.IGNORED,
                LineageEntry.Kind.UNMAPPED)) {
            if (entries.stream().anyMatch(entry -> entry.kind() == kind)) {
                return kind.name().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static String why(LineageEntry entry, Map<String, String> places) {
        String row = row(entry, places);
        return entry.reason().isEmpty() ? row : row.isEmpty() ? entry.reason() : entry.reason() + ", " + row;
    }

    private static String row(LineageEntry entry, Map<String, String> places) {
        if (entry.row().isEmpty()) {
            return "";
        }
        String place = places.getOrDefault(entry.row(), "");
        return "row " + entry.row() + (place.isEmpty() ? "" : " (" + place + ")")
                + (entry.codeLine().isEmpty() ? "" : ", code line " + entry.codeLine());
    }

    static List<MessageAccount.ResourceBlock> resources(MappingResult mapped, Map<String, String> places) {
        Map<String, Map<String, List<LineageEntry>>> filled = new HashMap<>();
        for (LineageEntry entry : mapped.lineage()) {
            if (!entry.element().isEmpty()) {
                filled.computeIfAbsent(entry.reference(), reference -> new HashMap<>())
                        .computeIfAbsent(entry.element(), element -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<MessageAccount.ResourceBlock> blocks = new ArrayList<>();
        for (Draft draft : mapped.drafts()) {
            List<MessageAccount.ElementLine> lines = new ArrayList<>();
            elements(
                    tree(draft),
                    draft.resource().fhirType(),
                    filled.getOrDefault(draft.reference(), Map.of()),
                    places,
                    lines);
            blocks.add(new MessageAccount.ResourceBlock(draft.reference(), draft.record(), lines));
        }
        return blocks;
    }

    private static JsonNode tree(Draft draft) {
        try {
            return JSON.readTree(FhirJson.write(draft.resource()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own JSON is none", e);
        }
    }

    private static void elements(
            JsonNode node,
            String path,
            Map<String, List<LineageEntry>> filled,
            Map<String, String> places,
            List<MessageAccount.ElementLine> lines) {
        if (node.isObject()) {
            node.properties().forEach(child -> {
                if (!child.getKey().equals("resourceType")) {
                    elements(child.getValue(), path + "." + child.getKey(), filled, places, lines);
                }
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                elements(node.get(i), path + "[" + i + "]", filled, places, lines);
            }
        } else {
            List<LineageEntry> entries = filled.getOrDefault(path, filled.getOrDefault(withoutType(path), List.of()));
            lines.add(new MessageAccount.ElementLine(
                    path.substring(path.indexOf('.') + 1),
                    cut(node.asText()),
                    entries.stream()
                            .map(entry -> entry.source().toString())
                            .distinct()
                            .collect(Collectors.joining(" ")),
                    entries.stream()
                            .map(entry -> (entry.kind() == LineageEntry.Kind.CONSTANT ? "a constant, " : "")
                                    + row(entry, places))
                            .distinct()
                            .collect(Collectors.joining("; "))));
        }
    }

    // JSON writes the type of value[x] into the name: valueQuantity is FHIRPath's value
    private static String withoutType(String path) {
        return path.replaceAll(
                "\\.(value|effective|onset|abatement|deceased|multipleBirth|occurrence|performed|medication|scheduled|timing|product)"
                        + "[A-Z][A-Za-z0-9]*",
                ".$1");
    }

    private static String cut(String text) {
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }
}
