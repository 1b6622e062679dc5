package dev.tributary.console;

import dev.tributary.journal.SavedSearches;
import java.net.URI;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /messages/searches}: keeps and forgets searches of the page of messages. */
@RestController
@RequestMapping("/messages/searches")
final class SearchesPage extends PageController {

    private final SavedSearches searches;

    SearchesPage(Pages pages, SavedSearches searches) {
        super(pages);
        this.searches = searches;
    }

    /** @param query what follows the question mark of the page */
    @PostMapping
    ResponseEntity<String> keep(@RequestParam String name, @RequestParam String query, Principal who) {
        searches.keep(who.getName(), name, query);
        return back(query);
    }

    @PostMapping("/{id}/forget")
    ResponseEntity<String> forget(@PathVariable long id, Principal who) {
        if (!searches.forget(who.getName(), id)) {
            throw new NotFoundException("You keep no such search.");
        }
        return back("");
    }

    private static ResponseEntity<String> back(String query) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/messages" + (query.isEmpty() ? "" : "?" + query)))
                .build();
    }
}
