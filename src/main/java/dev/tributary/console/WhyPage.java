package dev.tributary.console;

import dev.tributary.base.FeedName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /why}: why a resource is as it is, and which other messages went by the same row. */
@RestController
@RequestMapping("/why")
final class WhyPage extends PageController {

    private final WhyReader reader;

    WhyPage(Pages pages, WhyReader reader) {
        super(pages);
        this.reader = reader;
    }

    @GetMapping({"/{type}/{id}", "/{type}/{id}/_history/{version}"})
    ResponseEntity<String> why(
            HttpServletRequest request,
            @PathVariable String type,
            @PathVariable String id,
            @PathVariable(required = false) @Nullable String version) {
        WhyAccount model = reader.of(type, id, version);
        return pages.show(
                HttpStatus.OK,
                "why",
                Map.of("shell", Shell.of(request, "Why is this so?", "messages"), "model", model));
    }

    /** The newest messages of a feed and type in which a row ran. */
    @GetMapping
    ResponseEntity<String> rule(
            HttpServletRequest request,
            @RequestParam String row,
            @RequestParam FeedName feed,
            @RequestParam String type) {
        return pages.show(
                HttpStatus.OK,
                "rule",
                Map.of("shell", Shell.of(request, "A row", "messages"), "model", reader.uses(row, feed, type)));
    }
}
