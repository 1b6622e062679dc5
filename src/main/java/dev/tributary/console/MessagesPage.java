package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import dev.tributary.journal.SavedSearches;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /messages}: the journal, one message with all that is known of it, and what a person may do with it. */
@RestController
@RequestMapping("/messages")
final class MessagesPage extends PageController {

    private static final int ROWS = 50;

    private final MessageSearch search;
    private final MessagesApi api;
    private final MessageReader reader;
    private final FeedRegistry feeds;
    private final OnceTokens once;
    private final SavedSearches searches;

    MessagesPage(
            Pages pages,
            MessageSearch search,
            MessagesApi api,
            MessageReader reader,
            FeedRegistry feeds,
            OnceTokens once,
            SavedSearches searches) {
        super(pages);
        this.search = search;
        this.api = api;
        this.reader = reader;
        this.feeds = feeds;
        this.once = once;
        this.searches = searches;
    }

    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String feed,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String controlId,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(required = false) @Nullable Long before,
            Principal who) {
        MessageQuery query = new MessageQuery(
                feed.isBlank() ? null : new FeedName(feed.strip()),
                state.isBlank() ? null : Words.constant("state", state, MessageState.values()),
                word(reason),
                word(type),
                word(controlId),
                MessagesApi.words(q),
                time("from", from),
                time("to", to),
                before == null ? null : new MessageId(before),
                ROWS);
        List<MessageSummary> found = search.find(query);
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("q", q);
        asked.put("feed", feed);
        asked.put("state", state);
        asked.put("type", type);
        asked.put("controlId", controlId);
        asked.put("reason", reason);
        asked.put("from", from);
        asked.put("to", to);
        asked.values().removeIf(String::isBlank);
        // the file's address speaks of times as the REST does
        boolean exportable = from.isBlank() && to.isBlank();
        MessageList model = new MessageList(
                new MessageList.Filter(q, feed, state, type, controlId, reason, from, to),
                feeds.all().keySet().stream().map(FeedName::value).toList(),
                found.stream().map(MessagesPage::row).toList(),
                found.size() < ROWS
                        ? ""
                        : "/messages?" + query(asked) + "before="
                                + found.get(found.size() - 1).id(),
                exportable ? "/api/messages/export?" + query(asked) + "format=" : "",
                !asked.isEmpty(),
                query(asked),
                searches.of(who.getName()).stream()
                        .map(each -> new MessageList.Saved(each.id(), each.name(), each.query()))
                        .toList());
        return pages.show(
                HttpStatus.OK, "messages", Map.of("shell", Shell.of(request, "Messages", "messages"), "model", model));
    }

    @GetMapping("/{id}")
    ResponseEntity<String> one(HttpServletRequest request, @PathVariable long id) {
        MessageAccount model = reader.read(search.read(new MessageId(id))
                .orElseThrow(() -> new NotFoundException("The journal has no message " + id + ".")));
        return pages.show(
                HttpStatus.OK,
                "message",
                Map.of("shell", Shell.of(request, "Message " + id, "messages"), "model", model));
    }

    /** @param what {@code replay}, {@code release} or {@code skip} */
    @PostMapping("/{id}/{what}")
    ResponseEntity<String> act(
            @PathVariable long id,
            @PathVariable String what,
            @RequestParam(name = "once", defaultValue = "") String word,
            @RequestParam(defaultValue = "") String why,
            Principal who) {
        if (what.equals("skip") && why.isBlank()) {
            throw new IllegalArgumentException(
                    "Say why it is passed over: whoever looks for it later will want to know.");
        }
        if (!once.first(word)) {
            return back(id, "twice");
        }
        switch (what) {
            case "replay" -> api.replay(id, who);
            case "release" -> api.release(id, who);
            case "skip" -> api.skip(id, why, who);
            default -> throw new NotFoundException("A message can be replayed, released or skipped.");
        }
        return back(id, what);
    }

    private static ResponseEntity<String> back(long id, String said) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/messages/" + id + "?said=" + said))
                .build();
    }

    private static MessageList.Row row(MessageSummary message) {
        return new MessageList.Row(
                message.id().value(),
                Times.exact(message.receivedAt()),
                message.feed().value(),
                message.type(),
                message.controlId(),
                message.sender(),
                Words.of(message.state()),
                message.reason() + (message.where().isEmpty() ? "" : " at " + message.where()));
    }

    private static String query(Map<String, String> asked) {
        return asked.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8) + "&")
                .collect(Collectors.joining());
    }

    private static @Nullable String word(String text) {
        return text.isBlank() ? null : text.strip();
    }

    // a browser's field for times knows no zone: pages speak UTC
    private static @Nullable Instant time(String where, String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(where + ": write a time such as 2026-01-31T08:00, in UTC");
        }
    }
}
