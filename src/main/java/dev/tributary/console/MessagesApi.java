package dev.tributary.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.management.audit.RequestAudit;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageActions;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import dev.tributary.store.FhirStore;
import dev.tributary.store.WrittenVersion;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/messages}: the journal for operators. */
@RestController
@RequestMapping("/api/messages")
final class MessagesApi {

    private static final String HL7 = "application/hl7-v2";
    private static final int LONGEST_REASON = 200;

    private final MessageSearch search;
    private final MessageActions actions;
    private final MessageExport export;
    private final FhirStore store;

    MessagesApi(MessageSearch search, MessageActions actions, ObjectMapper json, FhirStore store, RequestAudit audit) {
        this.export = new MessageExport(search, json, audit);
        this.search = search;
        this.actions = actions;
        this.store = store;
    }

    /**
     * Newest first, page by page: {@code next} of one page is {@code before} of the next one, however many messages
     * come in between.
     */
    @GetMapping
    Page find(
            @RequestParam(required = false) @Nullable FeedName feed,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String controlId,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "100") int limit) {
        List<MessageSummary> found = search.find(new MessageQuery(
                feed,
                state == null ? null : Words.constant("state", state, MessageState.values()),
                reason,
                type,
                controlId,
                words(q),
                from,
                to,
                before == null ? null : new MessageId(before),
                limit));
        Long next =
                found.size() < limit ? null : found.get(found.size() - 1).id().value();
        return new Page(found.stream().map(MessageView::of).toList(), next);
    }

    /** The same as a file, newest first: {@code format} is hl7, ndjson or csv. */
    @GetMapping("/export")
    void export(
            @RequestParam(required = false) @Nullable FeedName feed,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String controlId,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "ndjson") String format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(
                new MessageQuery(
                        feed,
                        state == null || state.isEmpty() ? null : Words.constant("state", state, MessageState.values()),
                        reason == null || reason.isEmpty() ? null : reason,
                        type == null || type.isEmpty() ? null : type,
                        controlId == null || controlId.isEmpty() ? null : controlId,
                        words(q),
                        from,
                        to,
                        null,
                        1),
                format,
                request,
                response);
    }

    /** @return the words of a search box, with U+FFFD for a NUL as in the index of words */
    static List<String> words(String q) {
        return Stream.of(q.replace('\u0000', '\uFFFD').strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @GetMapping("/{id}")
    MessageView one(@PathVariable long id) {
        return MessageView.of(read(id));
    }

    /** The bytes as they came (invariant 2). */
    @GetMapping("/{id}/bytes")
    ResponseEntity<byte[]> bytes(@PathVariable long id) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, HL7)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("message-" + id + ".hl7")
                                .build()
                                .toString())
                .body(read(id).bytes());
    }

    /** Every version of every resource that the message wrote, by type, id and version. */
    @GetMapping("/{id}/resources")
    List<Written> resources(@PathVariable long id) {
        read(id);
        return store
                .writtenBy(new MessageId(id))
                .orElseThrow(() -> new NotPossibleException("The record is on another FHIR server, which does not say"
                        + " what a message wrote. Ask it for the history of the patient: meta.source of each version"
                        + " names its message."))
                .stream()
                .map(Written::of)
                .toList();
    }

    @PostMapping("/{id}/replay")
    MessageView replay(@PathVariable long id, Principal who) {
        return act(
                id,
                actions::replay,
                who,
                "It is still queued, or was refused unread: only a message that ended and has a readable MSH is"
                        + " processed again.");
    }

    @PostMapping("/{id}/release")
    MessageView release(@PathVariable long id, Principal who) {
        return act(
                id,
                actions::release,
                who,
                "It is not held: only a held message is released. A failed one is processed again by replay.");
    }

    /** @param why a sentence for the timeline; no patient data */
    @PostMapping("/{id}/skip")
    MessageView skip(@PathVariable long id, @RequestParam(defaultValue = "") String why, Principal who) {
        if (why.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("why is longer than " + LONGEST_REASON + " characters: shorten it");
        }
        return act(
                id,
                (message, user) -> actions.skip(message, user, why),
                who,
                "It is neither held nor queued: only a message that waits is skipped.");
    }

    private MessageView act(long id, BiPredicate<MessageId, String> action, Principal who, String cure) {
        MessageSummary before = read(id).summary();
        if (!action.test(new MessageId(id), who.getName())) {
            throw new NotPossibleException("Message " + id + " is " + Words.of(before.state()) + ". " + cure);
        }
        return one(id);
    }

    private JournaledMessage read(long id) {
        return search.read(new MessageId(id))
                .orElseThrow(() -> new NotFoundException("The journal has no message " + id + "."));
    }

    /**
     * One version.
     *
     * @param resource {@code Patient/id}
     * @param version the first is 1: then the message made it
     * @param link where it is read as it was
     */
    record Written(String resource, long version, Instant at, String link) {

        private static Written of(WrittenVersion written) {
            String resource = written.type() + "/" + written.id();
            return new Written(
                    resource, written.version(), written.at(), "/fhir/" + resource + "/_history/" + written.version());
        }
    }

    /**
     * One page.
     *
     * @param messages newest first
     * @param next what to give as {@code before} for the next page; null on the last
     */
    record Page(List<MessageView> messages, @Nullable Long next) {}
}
