package dev.tributary.console;

import dev.tributary.alert.loop.Acknowledgement;
import dev.tributary.alert.loop.Acknowledgements;
import dev.tributary.alert.loop.AlertLinks;
import dev.tributary.alert.loop.Answered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /ack/<token>}: acknowledges an alert by the signed link that came with it. Opening the link shows a form and does
 * nothing, since mail programs open links on their own; sending the form acknowledges. Nothing of the alert is shown.
 */
@RestController
final class AckPage {

    private static final int LONGEST = 500;
    private static final String FORM = """
            <form method="post">
            <p><label>Your name or identifier <input name="by" maxlength="200" required></label></p>
            <p><label>Read back what the alert says <input name="readBack" maxlength="500"></label></p>
            <p><button>Acknowledge</button></p>
            </form>""";

    private final AlertLinks links;
    private final Acknowledgements acknowledgements;

    AckPage(AlertLinks links, Acknowledgements acknowledgements) {
        this.links = links;
        this.acknowledgements = acknowledgements;
    }

    @GetMapping("/ack/{token}")
    ResponseEntity<String> form(@PathVariable String token) {
        AlertLinks.Reading reading = links.read(token);
        if (reading instanceof AlertLinks.Reading.Good) {
            return page(HttpStatus.OK, FORM);
        }
        return reading instanceof AlertLinks.Reading.Expired
                ? page(HttpStatus.GONE, "<p>This link has expired.</p>")
                : page(HttpStatus.NOT_FOUND, "<p>There is no such link.</p>");
    }

    @PostMapping("/ack/{token}")
    ResponseEntity<String> acknowledge(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String by,
            @RequestParam(defaultValue = "") String readBack) {
        if (!(links.read(token) instanceof AlertLinks.Reading.Good good)) {
            return form(token);
        }
        Answered answered =
                acknowledgements.take(new Acknowledgement(good.alert(), cut(by), cut(readBack), "link", true));
        return page(AlertsApi.status(answered), "<p>" + escaped(answered.words()) + "</p>");
    }

    private static String cut(String text) {
        return text.strip().substring(0, Math.min(LONGEST, text.strip().length()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static ResponseEntity<String> page(HttpStatus status, String body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.TEXT_HTML)
                .header("Cache-Control", "no-store")
                .body("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width\">"
                        + "<title>Acknowledge an alert</title><h1>Acknowledge an alert</h1>" + body + "</html>");
    }
}
