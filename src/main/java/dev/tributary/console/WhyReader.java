package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.processing.FeedPreparation;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageSummary;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.LineageEntry;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.MappingResult;
import dev.tributary.store.FhirStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Leads from a resource back to the message, the fields, the rows and the lines of code tables, and from a row to others. */
final class WhyReader {

    private static final Pattern SOURCE = Pattern.compile("urn:tributary:message:(\\d+).*");
    private static final int LOOKED = 200;
    private static final int LARGEST = 1 << 20;

    private final FhirStore store;
    private final MessageSearch search;
    private final FeedRegistry feeds;
    private final FeedPreparation preparation;
    private final LiveMappings mappings;

    WhyReader(FhirStore store, MessageSearch search, FeedRegistry feeds, LiveMappings mappings) {
        this.store = store;
        this.search = search;
        this.feeds = feeds;
        this.preparation = new FeedPreparation(feeds);
        this.mappings = mappings;
    }

    /**
     * @param version that was asked for; null for the one in force
     * @throws NotFoundException if there is no such resource, or no message behind it
     */
    WhyAccount of(String type, String id, @Nullable String version) {
        String reference = type + "/" + id;
        Resource resource =
                store.read(type, id).orElseThrow(() -> new NotFoundException("The record has no " + reference + "."));
        String now = resource.getMeta().getVersionId() == null
                ? ""
                : resource.getMeta().getVersionId();
        Matcher source = SOURCE.matcher(
                resource.getMeta().getSource() == null ? "" : resource.getMeta().getSource());
        if (!source.matches()) {
            throw new NotFoundException("No message wrote " + reference + ": it was written by hand.");
        }
        long number = Long.parseLong(source.group(1));
        JournaledMessage message = search.read(new MessageId(number))
                .orElseThrow(() -> new NotFoundException("The journal has message " + number + " no longer."));
        List<String> notes = new ArrayList<>();
        if (version != null && !version.equals(now)) {
            notes.add("Version " + version + " was asked for; this is version " + now
                    + ", the one in force. meta.source of an older version names its message.");
        }
        MappingLibrary library = mappings.library();
        MappingResult applied = apply(message, library);
        List<MessageAccount.ElementLine> elements = List.of();
        List<WhyAccount.Rule> rules = List.of();
        if (applied == null) {
            notes.add("The message cannot be mapped again: its feed is gone, or it is larger than 1 MB.");
        } else {
            List<LineageEntry> lineage = applied.lineage();
            Map<String, String> places = MessageReader.places(library, lineage);
            elements = MessageReader.resources(applied, places).stream()
                    .filter(block -> block.reference().equals(reference))
                    .flatMap(block -> block.elements().stream())
                    .toList();
            rules = rules(lineage, reference, places, message.summary());
            if (elements.isEmpty()) {
                notes.add("By today's mapping the message does not give this very resource: its id was made from other"
                        + " numbers then, or the record made it of several. The message tells what it says.");
            }
        }
        return new WhyAccount(
                reference,
                now,
                number,
                Times.exact(message.summary().receivedAt()),
                String.join(" ", notes),
                elements,
                rules);
    }

    /**
     * @param row id of a row
     * @return in which of the newest messages of a feed and type it ran
     */
    WhyAccount.Uses uses(String row, FeedName feed, String type) {
        MappingLibrary library = mappings.library();
        String place = library.rows().stream()
                .filter(each -> each.id().equals(row))
                .map(each -> each.file() + ":" + each.line())
                .findFirst()
                .orElseThrow(() -> new NotFoundException("No table has a row of that id."));
        List<MessageSummary> newest =
                search.find(MessageQuery.NEWEST.withFeed(feed).withType(type).withLimit(LOOKED));
        List<WhyAccount.Use> uses = new ArrayList<>();
        for (MessageSummary message : newest) {
            if (!message.refused() && message.size() <= LARGEST) {
                search.read(message.id())
                        .filter(one -> ran(one, library, row))
                        .ifPresent(one -> uses.add(new WhyAccount.Use(
                                message.id().value(), Times.exact(message.receivedAt()), message.controlId())));
            }
        }
        return new WhyAccount.Uses(row, place, feed.value(), type, newest.size(), uses);
    }

    private boolean ran(JournaledMessage message, MappingLibrary library, String row) {
        FeedProperties feed = feeds.find(message.summary().feed()).orElse(null);
        if (feed == null) {
            return false;
        }
        Hl7Message read = read(message, feed);
        FeedProfile profile = FeedProfiles.of(message.summary().feed(), feed);
        boolean[] ran = new boolean[1];
        var unused = library.plan(read.header(), profile).apply(read, profile, each -> ran[0] |= each.equals(row));
        return ran[0];
    }

    private @Nullable MappingResult apply(JournaledMessage message, MappingLibrary library) {
        FeedProperties feed = feeds.find(message.summary().feed()).orElse(null);
        if (feed == null || message.bytes().length > LARGEST) {
            return null;
        }
        Hl7Message read = read(message, feed);
        FeedProfile profile = FeedProfiles.of(message.summary().feed(), feed);
        return library.plan(read.header(), profile).apply(read, profile);
    }

    private Hl7Message read(JournaledMessage message, FeedProperties feed) {
        MessageSummary summary = message.summary();
        return Hl7Reader.read(
                preparation
                        .of(new WireMessage(message.bytes(), summary.feed(), summary.remote(), summary.receivedAt()))
                        .bytes(),
                feed.charset());
    }

    private static List<WhyAccount.Rule> rules(
            List<LineageEntry> lineage, String reference, Map<String, String> places, MessageSummary message) {
        Map<String, Set<String>> codes = new LinkedHashMap<>();
        lineage.stream()
                .filter(entry ->
                        entry.reference().equals(reference) && !entry.row().isEmpty())
                .forEach(entry -> {
                    Set<String> its = codes.computeIfAbsent(entry.row(), row -> new LinkedHashSet<>());
                    if (!entry.codeLine().isEmpty()) {
                        its.add(entry.codeLine());
                    }
                });
        List<WhyAccount.Rule> rules = new ArrayList<>();
        codes.forEach((row, lines) -> rules.add(new WhyAccount.Rule(
                row,
                places.getOrDefault(row, ""),
                String.join(", ", lines),
                "/why?row=" + URLEncoder.encode(row, StandardCharsets.UTF_8) + "&feed=" + message.feed() + "&type="
                        + URLEncoder.encode(message.type(), StandardCharsets.UTF_8))));
        return rules;
    }
}
