package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.tributary.base.BusinessId;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.mappings.MappingRevision;
import dev.tributary.flow.mappings.MappingShelf;
import dev.tributary.flow.rehearsal.RehearsalReport;
import dev.tributary.flow.rehearsal.TrafficRehearsal;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/try}: what the page {@code /try} does, for programs. A set with mistakes is answered with all of them, 422. */
@RestController
@RequestMapping("/api/try")
final class TryApi {

    private static final int CHANGES = 100;
    private static final int DAYS = 7;

    private final TryDesk desk;
    private final MappingShelf shelf;
    private final TrafficRehearsal rehearsal;

    TryApi(TryDesk desk, MappingShelf shelf, TrafficRehearsal rehearsal) {
        this.desk = desk;
        this.shelf = shelf;
        this.rehearsal = rehearsal;
    }

    /** Maps one message, with the changed file if there is one. */
    @PostMapping
    Result apply(@RequestBody Change change) {
        TryDesk.Tried tried = desk.apply(change.asked());
        return new Result(
                tried.fhir(), tried.issues(), tried.loss(), tried.segments(), tried.resources(), tried.notes());
    }

    /** Runs the tests that users write, with the changed file if there is one. */
    @PostMapping("/tests")
    Tests tests(@RequestBody Change change) {
        TryDesk.Tested tested = desk.tests(change.asked());
        return new Tests(
                tested.results().size(),
                tested.failed(),
                tested.results().stream()
                        .flatMap(result -> result.failures().stream()
                                .map(failure -> new Failed(
                                        failure.file(),
                                        failure.line(),
                                        result.test().name(),
                                        failure.what(),
                                        failure.expected(),
                                        failure.actual())))
                        .toList(),
                tested.problems().stream().map(MappingsApi.Mistake::of).toList());
    }

    /** Begins to map the traffic of the last days by both sets; 202, and {@code GET} tells how far it has come. */
    @PostMapping("/traffic")
    ResponseEntity<RehearsalReport> begin(@RequestBody Change change, Principal who) {
        if (!desk.traffic(change.asked(), change.days() == null ? DAYS : change.days(), who.getName())) {
            throw new NotPossibleException("A rehearsal is running already: wait for it, or DELETE it.");
        }
        return ResponseEntity.accepted().body(report());
    }

    @GetMapping("/traffic")
    RehearsalReport report() {
        return rehearsal
                .report()
                .orElseThrow(() -> new NotFoundException("There was no rehearsal since the engine was started."));
    }

    @DeleteMapping("/traffic")
    RehearsalReport cancel() {
        if (!rehearsal.cancel()) {
            throw new NotPossibleException("No rehearsal is running.");
        }
        return report();
    }

    /** @param path within {@code mappings/} */
    @GetMapping("/files")
    Text file(@RequestParam String path) {
        String text = shelf.read(path);
        if (text == null) {
            throw new NotFoundException("There is no file " + path + " in mappings/.");
        }
        return new Text(path, text, BusinessId.of("file", text));
    }

    /** Keeps a file and puts the set in force; 409 if it is not any more what {@code opened} names. */
    @PutMapping("/files")
    MappingRevision keep(@RequestBody Change change, Principal who) {
        TryDesk.Asked asked = change.asked();
        String was = shelf.read(asked.file());
        if (!(was == null ? "" : BusinessId.of("file", was)).equals(given(change.opened()))) {
            throw new NotPossibleException(TryPage.words(MappingShelf.Outcome.CHANGED_MEANWHILE));
        }
        return done(shelf.keep(asked.file(), asked.content(), was, given(change.why()), who.getName()));
    }

    @GetMapping("/history")
    List<MappingRevision> history() {
        return shelf.history(CHANGES);
    }

    /** Takes a change back. */
    @PostMapping("/history/{id}/back")
    ResponseEntity<MappingRevision> takeBack(@PathVariable long id, Principal who) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(done(shelf.takeBack(id, who.getName())
                        .orElseThrow(() -> new NotFoundException("There is no change " + id + "."))));
    }

    private MappingRevision done(MappingShelf.Kept kept) {
        if (kept.outcome() == MappingShelf.Outcome.REFUSED) {
            throw new ProblemsException(kept.problems());
        }
        return shelf.revision(kept.revision())
                .orElseThrow(() -> new NotPossibleException(TryPage.words(kept.outcome())));
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * What is tried.
     *
     * @param message number in the journal, or
     * @param text of a message, a segment a line
     * @param feed by whose settings; the message's own if left out
     * @param file of {@code mappings/} that is changed; none if left out
     * @param content what it shall hold
     * @param days for the traffic: how far back, 7 if left out
     * @param opened for keeping: {@code fingerprint} of the file as it was read; empty if it is new
     * @param why for keeping: the reason
     */
    record Change(
            @Nullable Long message,
            @Nullable String text,
            @Nullable String feed,
            @Nullable String file,
            @Nullable String content,
            @Nullable Integer days,
            @Nullable String opened,
            @Nullable String why) {

        TryDesk.Asked asked() {
            return new TryDesk.Asked(message, given(text), given(feed), given(file), given(content));
        }
    }

    /** What came of one message; {@code fhir} is the Bundle. */
    record Result(
            @JsonRawValue String fhir,
            List<String> issues,
            String loss,
            List<MessageAccount.SegmentBlock> fields,
            List<MessageAccount.ResourceBlock> elements,
            List<String> notes) {}

    /** What came of the tests. */
    record Tests(int tests, long failed, List<Failed> failures, List<MappingsApi.Mistake> problems) {}

    /** One expectation that does not hold. */
    record Failed(String file, int line, String test, String what, String expected, String actual) {}

    /** A file; {@code fingerprint} is given back as {@code opened} when it is kept. */
    record Text(String path, String text, String fingerprint) {}
}
