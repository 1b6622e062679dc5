package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.base.SpreadsheetCell;
import dev.tributary.flow.codes.CandidateCode;
import dev.tributary.flow.codes.CodeProposal;
import dev.tributary.flow.codes.RemapReport;
import dev.tributary.flow.mappings.AddedCode;
import dev.tributary.flow.mappings.AddedCodes;
import dev.tributary.flow.mappings.MappingState;
import dev.tributary.flow.mappings.NewCode;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.journal.UnmappedCode;
import dev.tributary.journal.UnmappedCodes;
import dev.tributary.journal.UnmappedQuery;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/codes}: which codes no table has, and lines for them. */
@RestController
@RequestMapping("/api/codes")
final class CodesApi {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final UnmappedCodes unmapped;
    private final AddedCodes added;
    private final FeedRegistry feeds;
    private final CodeDesk desk;

    CodesApi(UnmappedCodes unmapped, AddedCodes added, FeedRegistry feeds, CodeDesk desk) {
        this.unmapped = unmapped;
        this.added = added;
        this.feeds = feeds;
        this.desk = desk;
    }

    /** The most frequent first. {@code format=csv} gives a file for a spreadsheet. */
    @GetMapping("/unmapped")
    ResponseEntity<Object> unmapped(
            @RequestParam(required = false) @Nullable FeedName feed,
            @RequestParam(required = false) @Nullable String sender,
            @RequestParam(required = false) @Nullable String table,
            @RequestParam(defaultValue = "false") boolean resolved,
            @RequestParam(defaultValue = "0") int offset,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "json") String format) {
        List<UnmappedCode> found = unmapped.find(new UnmappedQuery(feed, sender, table, resolved, offset, limit));
        if (format.equals("csv")) {
            return ResponseEntity.ok().contentType(CSV).body(csv(found));
        }
        if (!format.equals("json")) {
            throw new IllegalArgumentException("format '" + format + "': use json or csv");
        }
        Integer next = found.size() < limit ? null : offset + limit;
        return ResponseEntity.ok(new Page(found.stream().map(Item::of).toList(), next));
    }

    /** The lines that were added while running, with who and when in their comments. */
    @GetMapping("/added")
    List<AddedCode> added() {
        return added.all();
    }

    /**
     * Adds a line for a code, or replaces the one added before; it holds from the next message on. Where a second person must
     * approve it, 202 and it waits.
     *
     * @param past whether stored resources are brought up to date with it
     */
    @PostMapping
    ResponseEntity<Object> add(
            @RequestBody Line line, @RequestParam(defaultValue = "false") boolean past, Principal who) {
        NewCode code = line.code(feeds);
        CodeDesk.Done done = desk.map(code, past, who.getName());
        return done.proposal() > 0
                ? ResponseEntity.accepted().body(new Proposed(done.proposal()))
                : ResponseEntity.status(HttpStatus.CREATED)
                        .body(new Done(done.version(), code.folder(), done.settled(), done.behind()));
    }

    /** Counterparts by the words of a name, out of the user's code systems. */
    @GetMapping("/candidates")
    List<CandidateCode> candidates(@RequestParam String q, @RequestParam(defaultValue = "") String unit) {
        return desk.candidates(q, unit);
    }

    /** Lines that wait for a second person. */
    @GetMapping("/proposals")
    List<CodeProposal> proposals() {
        return desk.proposals();
    }

    /** Puts a line in force that another person proposed. */
    @PostMapping("/proposals/{id}/approve")
    CodeDesk.Done approve(@PathVariable long id, Principal who) {
        return desk.approve(id, who.getName());
    }

    @PostMapping("/proposals/{id}/decline")
    ResponseEntity<Void> decline(@PathVariable long id, Principal who) {
        desk.decline(id, who.getName());
        return ResponseEntity.noContent().build();
    }

    /** Gives stored resources the translation by a line that is in force; 202, and {@code GET} tells how far it has come. */
    @PostMapping("/remap")
    ResponseEntity<RemapReport> remap(@RequestBody Line line, Principal who) {
        desk.bringUpToDate(line.code(feeds), who.getName());
        return ResponseEntity.accepted().body(remapping());
    }

    @GetMapping("/remap")
    RemapReport remapping() {
        return desk.remapReport()
                .orElseThrow(
                        () -> new NotFoundException("Nothing was brought up to date since the engine was started."));
    }

    /** Takes a line away that was added while running. */
    @DeleteMapping("/added")
    ResponseEntity<Object> remove(
            @RequestParam String folder,
            @RequestParam String table,
            @RequestParam String code,
            @RequestParam(defaultValue = "") String system,
            Principal who) {
        MappingState state = added.remove(folder, table, code, system, who.getName());
        if (state == null) {
            throw new NotFoundException("No such line was added; those in mappings/codes are changed there.");
        }
        return state.isRefused() ? refused(state) : ResponseEntity.ok(new Done(state.version(), folder, 0, false));
    }

    private static ResponseEntity<Object> refused(MappingState state) {
        return ResponseEntity.unprocessableEntity().body(MappingsApi.View.of(state));
    }

    private static String csv(List<UnmappedCode> codes) {
        return "feed,sender,table,code,text,system,count,first_seen,last_seen,examples\n"
                + codes.stream()
                        .map(code -> Stream.of(
                                        code.feed().value(),
                                        code.sender(),
                                        code.table(),
                                        code.code(),
                                        code.text(),
                                        code.system(),
                                        Long.toString(code.count()),
                                        code.firstAt().toString(),
                                        code.lastAt().toString(),
                                        code.examples().stream()
                                                .map(example -> Long.toString(example.value()))
                                                .collect(Collectors.joining(" ")))
                                .map(CodesApi::cell)
                                .collect(Collectors.joining(",", "", "\n")))
                        .collect(Collectors.joining());
    }

    // a spreadsheet would run what begins like a formula, and codes come from outside
    private static String cell(String text) {
        return text.matches("(?s).*[,\"\r\n].*") ? SpreadsheetCell.quoted(text) : SpreadsheetCell.harmless(text);
    }

    /**
     * A line as it is sent; the feed's first folder takes it unless a folder is named.
     *
     * @param feed whose sender uses the code; or
     * @param folder of {@code mappings/codes}
     * @param table name of the code table
     * @param code as sent
     * @param text in the sender's words
     * @param system the sender's coding system
     * @param targetCode its FHIR counterpart
     * @param targetDisplay the counterpart's display
     * @param targetSystem the counterpart's system
     * @param comment why
     * @param validFrom first day
     * @param validUntil last day
     */
    record Line(
            @Nullable String feed,
            @Nullable String folder,
            @Nullable String table,
            @Nullable String code,
            @Nullable String text,
            @Nullable String system,
            @Nullable String targetCode,
            @Nullable String targetDisplay,
            @Nullable String targetSystem,
            @Nullable String comment,
            @Nullable String validFrom,
            @Nullable String validUntil) {

        NewCode code(FeedRegistry feeds) {
            return new NewCode(
                    where(feeds),
                    text(table),
                    text(code),
                    text(text),
                    text(system),
                    text(targetCode),
                    text(targetDisplay),
                    text(targetSystem),
                    text(comment),
                    text(validFrom),
                    text(validUntil));
        }

        private String where(FeedRegistry feeds) {
            if (folder != null) {
                return folder;
            }
            if (feed == null) {
                throw new IllegalArgumentException("give the feed whose sender uses the code, or a folder");
            }
            return feeds.all().entrySet().stream()
                    .filter(each -> each.getKey().value().equals(feed))
                    .map(each -> FeedProfiles.codeFolders(each.getKey(), each.getValue())
                            .get(0))
                    .findFirst()
                    .orElseThrow(() -> NotFoundException.among(
                            "feed",
                            feed,
                            feeds.all().keySet().stream().map(FeedName::value).toList()));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value.strip();
        }
    }

    /** The line waits for a second person. */
    record Proposed(long proposal) {}

    /** One page; {@code next} is the {@code offset} of the next, null on the last. */
    record Page(List<Item> codes, @Nullable Integer next) {}

    /**
     * What a change did: the set in force, the folder, how many work items it settles, and whether stored resources are not
     * brought up to date yet, since that runs for another line.
     */
    record Done(String version, String folder, int settled, boolean behind) {}

    /** One work item. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String feed,
            String sender,
            String table,
            String code,
            String text,
            String system,
            long count,
            Instant firstSeen,
            Instant lastSeen,
            List<Long> examples,
            @Nullable Instant resolvedAt) {

        static Item of(UnmappedCode code) {
            return new Item(
                    code.feed().value(),
                    code.sender(),
                    code.table(),
                    code.code(),
                    code.text(),
                    code.system(),
                    code.count(),
                    code.firstAt(),
                    code.lastAt(),
                    code.examples().stream().map(MessageId::value).toList(),
                    code.resolvedAt());
        }
    }
}
