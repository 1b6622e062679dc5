package dev.tributary.console;

import dev.tributary.base.MessageId;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageSearch;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/messages/{id}/edit}: a changed copy of a message is given in as a new one; the original stays as it came. */
@RestController
final class EditApi extends PageController {

    private final MessageSearch search;
    private final MessageEditing editing;
    private final OnceTokens once;

    EditApi(Pages pages, MessageSearch search, MessageEditing editing, OnceTokens once) {
        super(pages);
        this.search = search;
        this.editing = editing;
        this.once = once;
    }

    /** The body is the changed message. */
    @PostMapping(
            path = "/api/messages/{id}/edit",
            consumes = {"application/hl7-v2", "text/plain"})
    ResponseEntity<Map<String, Long>> edit(
            @PathVariable long id, @RequestParam String why, @RequestBody String changed, Principal who) {
        MessageId made = editing.give(editing.changed(read(id), changed, why), who.getName());
        return ResponseEntity.status(HttpStatus.CREATED)
                .location(URI.create("/api/messages/" + made))
                .body(Map.of("original", id, "edited", made.value()));
    }

    @GetMapping("/messages/{id}/edit")
    ResponseEntity<String> form(HttpServletRequest request, @PathVariable long id) {
        JournaledMessage message = read(id);
        if (!editing.isPossible(message)) {
            throw new NotPossibleException(
                    "This message is not changed as text: it is larger than 1 MB, its feed is gone, or"
                            + " it holds bytes that its character set does not know, which would be lost.");
        }
        return pages.show(
                HttpStatus.OK,
                "edit",
                Map.of(
                        "shell", Shell.of(request, "Change message " + id, "messages"),
                        "id", id,
                        "text", editing.text(message),
                        "once", once.next()));
    }

    /** The same from the page; a form sent twice gives in once. */
    @PostMapping("/messages/{id}/edit")
    ResponseEntity<String> edited(
            @PathVariable long id,
            @RequestParam(name = "once", defaultValue = "") String word,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String why,
            Principal who) {
        if (why.isBlank()) {
            throw new IllegalArgumentException("Say why: whoever compares the two later will want to know.");
        }
        // before the form's word counts as used: a mistake can be mended and the form sent again
        MessageEditing.Changed changed = editing.changed(read(id), text, why);
        if (!once.first(word)) {
            return to(id, "twice");
        }
        return to(editing.give(changed, who.getName()).value(), "edited");
    }

    private JournaledMessage read(long id) {
        return search.read(new MessageId(id))
                .orElseThrow(() -> new NotFoundException("The journal has no message " + id + "."));
    }

    private static ResponseEntity<String> to(long id, String said) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/messages/" + id + "?said=" + said))
                .build();
    }
}
