package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.identity.IdentityHistory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/patients}: who was named, merged, moved and linked, by which message, when. */
@RestController
@RequestMapping("/api/patients")
final class PatientsApi {

    private final IdentityHistory history;

    private final PatientReader reader;

    PatientsApi(IdentityHistory history, PatientReader reader) {
        this.history = history;
        this.reader = reader;
    }

    /** @param q numbers and names, as on the page */
    @GetMapping
    List<PatientAccount.Found> find(@RequestParam String q) {
        return reader.find(q);
    }

    /** Messages that wait since their numbers belong to more than one patient. */
    @GetMapping("/conflicts")
    List<PatientAccount.Conflict> conflicts() {
        return reader.conflicts();
    }

    /** The timeline, latest first. */
    @GetMapping("/{id}/timeline")
    List<PatientAccount.Line> timeline(@PathVariable String id) {
        return reader.of(id).lines();
    }

    /** Oldest first. */
    @GetMapping("/{id}/identity")
    List<Step> identity(@PathVariable String id) {
        List<Step> steps = history.of(id).stream().map(Step::of).toList();
        if (steps.isEmpty()) {
            throw new NotFoundException("Identity knows no patient " + id + ": take the id of a FHIR Patient.");
        }
        return steps;
    }

    /** One line; {@code message} leads to {@code /api/messages/{id}}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            Instant at,
            String kind,
            String patient,
            @Nullable String other,
            @Nullable String system,
            @Nullable String value,
            long message) {

        private static Step of(IdentityHistory.Entry entry) {
            return new Step(
                    entry.at(),
                    Words.of(entry.kind()),
                    entry.patient(),
                    entry.other(),
                    entry.system(),
                    entry.value(),
                    entry.message().value());
        }
    }
}
