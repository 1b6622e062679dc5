package dev.tributary.console;

import dev.tributary.base.BusinessId;
import dev.tributary.base.FeedName;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.mappings.MappingRevision;
import dev.tributary.flow.mappings.MappingShelf;
import dev.tributary.flow.rehearsal.TrafficRehearsal;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.mapping.document.MappingFiles;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /try}: a message, a file of {@code mappings/} in an editor, and what the one becomes by the other; the tests; the
 * traffic of the last days; and keeping the file, with its history.
 */
@RestController
@RequestMapping("/try")
final class TryPage extends PageController {

    private static final int CHANGES = 20;
    private static final int MOST_LINES = 60;
    private static final String DAYS = "7";
    private static final Pattern NAME = Pattern.compile("(?m)^(segment|datatype|message): *(\\S.*?) *(#.*)?$");

    private final TryDesk desk;
    private final LiveMappings mappings;
    private final MappingShelf shelf;
    private final TrafficRehearsal rehearsal;
    private final FeedRegistry feeds;
    private final OnceTokens once;
    private final Clock clock;

    TryPage(
            Pages pages,
            TryDesk desk,
            LiveMappings mappings,
            MappingShelf shelf,
            TrafficRehearsal rehearsal,
            FeedRegistry feeds,
            OnceTokens once,
            Clock clock) {
        super(pages);
        this.desk = desk;
        this.mappings = mappings;
        this.shelf = shelf;
        this.rehearsal = rehearsal;
        this.feeds = feeds;
        this.once = once;
        this.clock = clock;
    }

    /** What the form holds. */
    private record Form(
            String message,
            String text,
            String feed,
            String file,
            String content,
            String opened,
            String why,
            String days) {

        TryDesk.Asked asked() {
            return new TryDesk.Asked(number(message), text, feed, file, content);
        }

        private static @Nullable Long number(String text) {
            if (text.isBlank()) {
                return null;
            }
            if (!text.strip().matches("\\d{1,18}")) {
                throw new IllegalArgumentException("Message: give its number in the journal, or leave it empty.");
            }
            return Long.valueOf(text.strip());
        }
    }

    /** What came of the button that was pressed. */
    private record Outcome(
            List<Problem> problems, String trouble, TryDesk.@Nullable Tried tried, TryDesk.@Nullable Tested tested) {

        static final Outcome NONE = new Outcome(List.of(), "", null, null);

        static Outcome trouble(String words) {
            return new Outcome(List.of(), words, null, null);
        }
    }

    @GetMapping
    ResponseEntity<String> empty(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String message,
            @RequestParam(defaultValue = "") String file) {
        String name = file.isBlank() ? "" : MappingShelf.editable(file.strip());
        String content = name.isEmpty() ? "" : content(name);
        Form form = new Form(message, "", "", name, content, fingerprint(name), "", DAYS);
        Long id = form.asked().message();
        if (id == null) {
            return show(request, HttpStatus.OK, form, Outcome.NONE);
        }
        Form with = new Form(message, "", desk.feedOf(id), name, content, form.opened(), "", DAYS);
        return press(request, with, "try", null);
    }

    /** @param what which button: open, text, try, tests, traffic, keep, download */
    @PostMapping
    ResponseEntity<String> press(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String message,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String feed,
            @RequestParam(defaultValue = "") String file,
            @RequestParam(defaultValue = "") String content,
            @RequestParam(defaultValue = "") String opened,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(defaultValue = DAYS) String days,
            @RequestParam(defaultValue = "try") String what,
            Principal who) {
        return press(
                request,
                new Form(message, text, feed, file.strip(), content.replace("\r\n", "\n"), opened, why, days),
                what,
                who);
    }

    private ResponseEntity<String> press(HttpServletRequest request, Form form, String what, @Nullable Principal who) {
        try {
            return switch (what) {
                case "open" -> open(request, form);
                case "text" -> show(request, HttpStatus.OK, copied(form), Outcome.NONE);
                case "tests" ->
                    show(request, HttpStatus.OK, form, new Outcome(List.of(), "", null, desk.tests(form.asked())));
                case "traffic" -> traffic(request, form, name(who));
                case "keep" -> keep(request, form, name(who));
                case "download" -> download(form);
                default ->
                    show(request, HttpStatus.OK, form, new Outcome(List.of(), "", desk.apply(form.asked()), null));
            };
        } catch (ProblemsException e) {
            // what was typed must not be lost: the page comes back with it
            return show(request, HttpStatus.UNPROCESSABLE_ENTITY, form, new Outcome(e.problems(), "", null, null));
        } catch (IllegalArgumentException | NotFoundException e) {
            return show(request, HttpStatus.BAD_REQUEST, form, Outcome.trouble(String.valueOf(e.getMessage())));
        }
    }

    private static String name(@Nullable Principal who) {
        return who == null ? "" : who.getName();
    }

    /** The part of the page that keeps itself current. */
    @GetMapping("/traffic")
    ResponseEntity<String> traffic() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("traffic", view());
        return pages.show(HttpStatus.OK, "traffic", parameters);
    }

    @PostMapping("/traffic/cancel")
    ResponseEntity<String> cancel() {
        if (!rehearsal.cancel()) {
            throw new NotPossibleException("No rehearsal is running.");
        }
        return back("cancelled", "", "");
    }

    /** Takes a kept change back. */
    @PostMapping("/history/{id}/back")
    ResponseEntity<String> takeBack(
            HttpServletRequest request,
            @PathVariable long id,
            @RequestParam(name = "once", defaultValue = "") String word,
            Principal who) {
        if (!once.first(word)) {
            return back("twice", "", "");
        }
        MappingShelf.Kept kept = shelf.takeBack(id, who.getName())
                .orElseThrow(() -> new NotFoundException("There is no change " + id + "."));
        if (kept.outcome() == MappingShelf.Outcome.KEPT) {
            return back("back", "", "");
        }
        return trouble(
                request,
                HttpStatus.CONFLICT,
                "Not taken back",
                kept.outcome() == MappingShelf.Outcome.REFUSED
                        ? "The set would not work without it: "
                                + kept.problems().get(0)
                        : words(kept.outcome()));
    }

    private ResponseEntity<String> open(HttpServletRequest request, Form form) {
        String file = MappingShelf.editable(form.file());
        return show(
                request,
                HttpStatus.OK,
                new Form(
                        form.message(),
                        form.text(),
                        form.feed(),
                        file,
                        content(file),
                        fingerprint(file),
                        form.why(),
                        form.days()),
                Outcome.NONE);
    }

    private Form copied(Form form) {
        Long id = form.asked().message();
        if (id == null) {
            throw new IllegalArgumentException("Give the number of the message whose text you want.");
        }
        String text = desk.text(id);
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The message is larger than 1 MB: its text is not shown here.");
        }
        return new Form("", text, desk.feedOf(id), form.file(), form.content(), form.opened(), form.why(), form.days());
    }

    private ResponseEntity<String> traffic(HttpServletRequest request, Form form, String who) {
        if (!form.days().strip().matches("\\d{1,3}")) {
            throw new IllegalArgumentException("Days: give a number from 1 to 366.");
        }
        boolean begun = desk.traffic(form.asked(), Integer.parseInt(form.days().strip()), who);
        return show(
                request,
                begun ? HttpStatus.OK : HttpStatus.CONFLICT,
                form,
                begun
                        ? Outcome.NONE
                        : Outcome.trouble("A rehearsal is running already: wait for it, or stop it below."));
    }

    private ResponseEntity<String> keep(HttpServletRequest request, Form form, String who) {
        String file = MappingShelf.editable(form.file());
        if (!fingerprint(file).equals(form.opened())) {
            return show(
                    request, HttpStatus.CONFLICT, form, Outcome.trouble(words(MappingShelf.Outcome.CHANGED_MEANWHILE)));
        }
        MappingShelf.Kept kept = shelf.keep(file, form.content(), shelf.read(file), form.why(), who);
        return switch (kept.outcome()) {
            case KEPT -> back("kept", form.message().strip(), file);
            case REFUSED ->
                show(request, HttpStatus.UNPROCESSABLE_ENTITY, form, new Outcome(kept.problems(), "", null, null));
            default -> show(request, HttpStatus.CONFLICT, form, Outcome.trouble(words(kept.outcome())));
        };
    }

    static String words(MappingShelf.Outcome outcome) {
        return switch (outcome) {
            case KEPT -> "";
            case REFUSED -> "The set would not compile; nothing was written.";
            case CHANGED_MEANWHILE ->
                "Somebody changed this file meanwhile; nothing was written. Keep a copy of your text, open the file again"
                        + " and bring both together.";
            case MANAGED_ELSEWHERE ->
                "The setting tributary.mappings.managed-elsewhere says that files come from elsewhere: download the file"
                        + " and take it there.";
            case SECOND_PERSON ->
                "A line for a code takes effect only when a second person approves it (tributary.codes.second-person), and a"
                        + " whole file would go around that: propose the line at /codes. Nothing was written.";
            case NOT_WRITABLE -> "The folder mappings/ cannot be written: download the file and put it there.";
        };
    }

    private static ResponseEntity<String> download(Form form) {
        String file = MappingShelf.editable(form.file());
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(file.substring(file.lastIndexOf('/') + 1))
                                .build()
                                .toString())
                .body(form.content());
    }

    private static ResponseEntity<String> back(String said, String message, String file) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/try?said=" + said
                        + (message.isEmpty() ? "" : "&message=" + URLEncoder.encode(message, StandardCharsets.UTF_8))
                        + (file.isEmpty() ? "" : "&file=" + URLEncoder.encode(file, StandardCharsets.UTF_8))))
                .build();
    }

    // a file that is not there yet begins as an overlay over the table of its name, or as a test
    private String content(String file) {
        String text = shelf.read(file);
        if (text != null || !file.startsWith("overlays/")) {
            return text == null ? "" : text;
        }
        String below = file.substring(file.indexOf('/', "overlays/".length()) + 1);
        String base = mappings.files().read(below);
        Matcher name = NAME.matcher(base == null ? "" : base);
        return name.find() ? "overlay: " + name.group(2) + "\nchange:\n  - {id: , ruling: }\n" : "";
    }

    private String fingerprint(String file) {
        String text = file.isEmpty() ? null : shelf.read(file);
        return text == null ? "" : BusinessId.of("file", text);
    }

    private @Nullable TrafficView view() {
        return rehearsal
                .report()
                .map(report -> TrafficView.of(report, clock.instant()))
                .orElse(null);
    }

    private ResponseEntity<String> show(HttpServletRequest request, HttpStatus status, Form form, Outcome outcome) {
        MappingFiles files = mappings.files();
        TryDesk.Tried tried = outcome.tried();
        TryDesk.Tested tested = outcome.tested();
        TryAccount model = new TryAccount(
                form.message(),
                form.text(),
                form.feed(),
                feeds.all().keySet().stream().map(FeedName::value).toList(),
                files.all().stream().filter(TryPage::canBeChanged).toList(),
                form.file(),
                form.content(),
                form.opened(),
                form.file().isEmpty() ? List.of() : SchemaHelp.of(files, form.file()),
                form.why(),
                form.days(),
                outcome.problems().stream()
                        .map(problem -> new TryAccount.Mistake(
                                problem.toString(),
                                problem.file().equals(MappingFiles.shown(form.file())) ? problem.line() : 0))
                        .toList(),
                outcome.trouble(),
                tried == null
                        ? null
                        : new TryAccount.Result(
                                tried.segments(),
                                tried.resources(),
                                tried.issues(),
                                tried.loss(),
                                tried.fhir(),
                                tried.notes()),
                tested == null ? null : tests(tested),
                view(),
                shelf.history(CHANGES).stream().map(TryPage::change).toList(),
                shelf.managedElsewhere(),
                once.next());
        return pages.show(status, "try", Map.of("shell", Shell.of(request, "Try a mapping", "try"), "model", model));
    }

    private static boolean canBeChanged(String file) {
        try {
            return !MappingShelf.editable(file).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static TryAccount.Tests tests(TryDesk.Tested tested) {
        List<String> failures = new ArrayList<>();
        tested.problems().forEach(problem -> failures.add(problem.toString()));
        tested.results().forEach(result -> result.failures()
                .forEach(failure -> failures.add(result.test().name() + ": " + failure)));
        return new TryAccount.Tests(tested.results().size(), tested.failed(), failures);
    }

    private static TryAccount.Change change(MappingRevision one) {
        return new TryAccount.Change(
                one.id(),
                Times.exact(one.at()),
                one.who(),
                one.why(),
                one.path(),
                LineChanges.between(one.before(), one.after(), MOST_LINES),
                true);
    }
}
