package dev.tributary.console;

import dev.tributary.flow.management.audit.AuditLog;
import dev.tributary.flow.management.audit.AuditQuery;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/audit}: who saw, searched, exported or did what, by patient and by user, for admins. */
@RestController
@RequestMapping("/api/audit")
final class AuditApi {

    private final AuditLog log;

    AuditApi(AuditLog log) {
        this.log = log;
    }

    /** Newest first; {@code next} of one page is {@code before} of the next one. */
    @GetMapping
    Page find(
            @RequestParam(required = false) @Nullable String patient,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "100") int limit) {
        List<AuditLog.Line> found = log.find(new AuditQuery(patient, user, action, from, to, before, limit));
        Long next = found.size() < limit ? null : found.get(found.size() - 1).id();
        return new Page(found.stream().map(View::of).toList(), next);
    }

    /**
     * One page.
     *
     * @param events newest first
     * @param next what to give as {@code before} for the next page; null on the last
     */
    record Page(List<View> events, @Nullable Long next) {}

    /**
     * One entry; {@code /fhir/AuditEvent/{id}} says the same as FHIR.
     *
     * @param action view, search, export, edit, replay, release, skip, resend or acknowledge
     * @param what the path; behind {@code #} the messages that a deed read besides
     * @param patients those it was about, as far as they were known then
     */
    record View(long id, Instant at, String user, String action, String what, String address, List<String> patients) {

        static View of(AuditLog.Line line) {
            return new View(
                    line.id(),
                    line.at().toInstant(),
                    line.who(),
                    line.action(),
                    line.what(),
                    line.address(),
                    Stream.of(line.patients().split(" ", -1))
                            .filter(patient -> !patient.isEmpty())
                            .toList());
        }
    }
}
