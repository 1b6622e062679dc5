package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.codes.RemapReport;
import dev.tributary.flow.mappings.NewCode;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.journal.UnmappedCode;
import dev.tributary.journal.UnmappedCodes;
import dev.tributary.journal.UnmappedQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /codes}: which codes no table has, and lines for them. */
@RestController
@RequestMapping("/codes")
final class CodesPage extends PageController {

    private static final int ROWS = 50;
    private static final int ALL = 1_000;

    private final CodeDesk desk;
    private final UnmappedCodes unmapped;
    private final FeedRegistry feeds;
    private final OnceTokens once;

    CodesPage(Pages pages, CodeDesk desk, UnmappedCodes unmapped, FeedRegistry feeds, OnceTokens once) {
        super(pages);
        this.desk = desk;
        this.unmapped = unmapped;
        this.feeds = feeds;
        this.once = once;
    }

    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String feed,
            @RequestParam(defaultValue = "") String sender,
            @RequestParam(defaultValue = "") String table,
            @RequestParam(defaultValue = "false") boolean resolved,
            @RequestParam(defaultValue = "0") int offset,
            @Nullable Principal who) {
        List<UnmappedCode> found = unmapped.find(new UnmappedQuery(
                feed.isBlank() ? null : new FeedName(feed.strip()),
                sender.isBlank() ? null : sender.strip(),
                table.isBlank() ? null : table.strip(),
                resolved,
                offset,
                ROWS));
        String me = who == null ? "" : who.getName();
        CodesAccount model = new CodesAccount(
                new CodesAccount.Filter(feed, sender, table, resolved),
                feeds.all().keySet().stream().map(FeedName::value).toList(),
                found.stream().map(this::row).toList(),
                desk.proposals().stream()
                        .map(one -> new CodesAccount.Waiting(
                                one.id(),
                                Times.exact(one.at()),
                                one.who(),
                                one.code().code(),
                                one.code().table() + " of " + one.code().folder(),
                                target(one.code()),
                                one.code().comment(),
                                one.who().equals(me)))
                        .toList(),
                remap(),
                found.size() < ROWS
                        ? ""
                        : "/codes?feed=" + encoded(feed) + "&sender=" + encoded(sender) + "&table=" + encoded(table)
                                + "&resolved=" + resolved + "&offset=" + (offset + ROWS),
                once.next());
        return pages.show(HttpStatus.OK, "codes", Map.of("shell", Shell.of(request, "Codes", "codes"), "model", model));
    }

    /** The part of the page that keeps itself current. */
    @GetMapping("/remap")
    ResponseEntity<String> remapping() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("remap", remap());
        return pages.show(HttpStatus.OK, "remap", parameters);
    }

    /** @param q words to find candidates by; the code's own text if left out */
    @GetMapping("/map")
    ResponseEntity<String> one(
            HttpServletRequest request,
            @RequestParam FeedName feed,
            @RequestParam String sender,
            @RequestParam String table,
            @RequestParam String code,
            @RequestParam(defaultValue = "") String system,
            @RequestParam(required = false) @Nullable String q) {
        return one(request, HttpStatus.OK, item(feed, sender, table, code, system), q, List.of(), "");
    }

    /** Gives a code its line: a candidate that was picked, or one by hand. */
    @PostMapping("/map")
    ResponseEntity<String> map(
            HttpServletRequest request,
            @RequestParam(name = "once", defaultValue = "") String word,
            @RequestParam FeedName feed,
            @RequestParam String sender,
            @RequestParam String table,
            @RequestParam String code,
            @RequestParam(defaultValue = "") String system,
            @RequestParam(defaultValue = "") String pick,
            @RequestParam(defaultValue = "") String targetCode,
            @RequestParam(defaultValue = "") String targetDisplay,
            @RequestParam(defaultValue = "") String targetSystem,
            @RequestParam(defaultValue = "") String comment,
            @RequestParam(defaultValue = "false") boolean past,
            Principal who) {
        UnmappedCode item = item(feed, sender, table, code, system);
        List<String> target = targetCode.isBlank()
                ? List.of(pick.split("\t", -1))
                : List.of(targetSystem.strip(), targetCode.strip(), targetDisplay.strip());
        if (target.size() != 3 || target.get(1).isEmpty()) {
            return one(
                    request,
                    HttpStatus.BAD_REQUEST,
                    item,
                    null,
                    List.of("Choose one of the candidates, or write the target code."),
                    comment);
        }
        if (!once.first(word)) {
            return back("twice");
        }
        try {
            CodeDesk.Done done = desk.map(
                    new NewCode(
                            desk.folder(feed.value()),
                            table,
                            code,
                            item.text(),
                            system,
                            target.get(1),
                            target.get(2),
                            target.get(0),
                            comment.strip(),
                            "",
                            ""),
                    past,
                    who.getName());
            return back(done.proposal() > 0 ? "proposed" : done.behind() ? "behind" : past ? "remap" : "mapped");
        } catch (ProblemsException e) {
            return one(
                    request,
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    item,
                    null,
                    e.problems().stream().map(Problem::toString).toList(),
                    comment);
        }
    }

    /** @param what {@code approve} or {@code decline} */
    @PostMapping("/proposals/{id}/{what}")
    ResponseEntity<String> decide(
            HttpServletRequest request,
            @PathVariable long id,
            @PathVariable String what,
            @RequestParam(name = "once", defaultValue = "") String word,
            Principal who) {
        if (!once.first(word)) {
            return back("twice");
        }
        switch (what) {
            case "approve" -> {
                try {
                    return back(desk.approve(id, who.getName()).behind() ? "behind" : "approved");
                } catch (ProblemsException e) {
                    return trouble(
                            request,
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "Not approved",
                            "The line does not fit into the set: "
                                    + e.problems().get(0));
                }
            }
            case "decline" -> {
                desk.decline(id, who.getName());
                return back("declined");
            }
            default -> throw new NotFoundException("A proposal is approved or declined.");
        }
    }

    private static ResponseEntity<String> back(String said) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/codes?said=" + said))
                .build();
    }

    private UnmappedCode item(FeedName feed, String sender, String table, String code, String system) {
        return unmapped.find(new UnmappedQuery(feed, sender, table, true, 0, ALL)).stream()
                .filter(each -> each.code().equals(code) && each.system().equals(system))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("This code was not seen: see the list of codes."));
    }

    private ResponseEntity<String> one(
            HttpServletRequest request,
            HttpStatus status,
            UnmappedCode item,
            @Nullable String q,
            List<String> trouble,
            String comment) {
        CodesAccount.Row row = row(item);
        String words = q == null ? (item.text().isEmpty() ? item.code() : item.text()) : q;
        CodesAccount.One model = new CodesAccount.One(
                row,
                words,
                desk.candidates(words, row.unit()).stream()
                        .map(each ->
                                new CodesAccount.Candidate(each.system(), each.code(), each.display(), each.unit()))
                        .toList(),
                desk.candidatesAbout(),
                desk.secondPerson(),
                trouble,
                comment,
                once.next());
        return pages.show(status, "code", Map.of("shell", Shell.of(request, "A code", "codes"), "model", model));
    }

    private CodesAccount.Row row(UnmappedCode code) {
        return new CodesAccount.Row(
                code.code(),
                code.text(),
                code.system(),
                code.table(),
                code.feed().value(),
                code.sender(),
                desk.unit(code),
                code.count(),
                Times.exact(code.lastAt()),
                code.examples().stream().map(each -> each.value()).toList(),
                code.resolvedAt() != null,
                "/codes/map?feed=" + code.feed().value() + "&sender=" + encoded(code.sender()) + "&table="
                        + encoded(code.table()) + "&code=" + encoded(code.code()) + "&system="
                        + encoded(code.system()));
    }

    private CodesAccount.@Nullable Remap remap() {
        return desk.remapReport().map(CodesPage::remap).orElse(null);
    }

    private static CodesAccount.Remap remap(RemapReport report) {
        boolean running = report.endedAt() == null;
        return new CodesAccount.Remap(
                report.what() + ": " + report.done() + " of " + report.total() + " messages looked at, "
                        + report.changed() + " stored resources got the translation"
                        + (report.left() == 0 ? "" : ", " + report.left() + " messages could not be finished")
                        + (report.failed() ? "; it ended early: begin it again" : "")
                        + ". Begun by " + report.who() + ".",
                report.total() == 0 ? (running ? 0 : 100) : (int) (100 * report.done() / report.total()),
                running);
    }

    private static String target(NewCode code) {
        return code.targetCode() + " " + code.targetDisplay() + " (" + code.targetSystem() + ")"
                + (code.validFrom().isEmpty() ? "" : " from " + code.validFrom())
                + (code.validUntil().isEmpty() ? "" : " until " + code.validUntil());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
