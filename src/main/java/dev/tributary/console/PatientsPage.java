package dev.tributary.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /patients}: patients by number or name, conflicts of identity, and one patient's timeline. */
@RestController
@RequestMapping("/patients")
final class PatientsPage extends PageController {

    private final PatientReader reader;
    private final OnceTokens once;
    private final IdentityConflicts conflicts;

    PatientsPage(Pages pages, PatientReader reader, OnceTokens once, IdentityConflicts conflicts) {
        super(pages);
        this.reader = reader;
        this.once = once;
        this.conflicts = conflicts;
    }

    @GetMapping
    ResponseEntity<String> find(HttpServletRequest request, @RequestParam(defaultValue = "") String q) {
        PatientAccount.Search model = new PatientAccount.Search(q, reader.find(q), reader.conflicts(), once.next());
        return pages.show(
                HttpStatus.OK, "patients", Map.of("shell", Shell.of(request, "Patients", "patients"), "model", model));
    }

    /** Says that the patients of a held message are one person. */
    @PostMapping("/conflicts/{message}/merge")
    ResponseEntity<String> merge(
            @PathVariable long message,
            @RequestParam(name = "once", defaultValue = "") String word,
            @RequestParam(defaultValue = "") String survivor,
            Principal who) {
        if (survivor.isEmpty()) {
            throw new IllegalArgumentException("Choose which of the patients stays.");
        }
        if (!once.first(word)) {
            return back("twice");
        }
        var unused = conflicts.merge(message, survivor, who.getName());
        return back("merged");
    }

    private static ResponseEntity<String> back(String said) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/patients?said=" + said))
                .build();
    }

    @GetMapping("/{id}")
    ResponseEntity<String> one(HttpServletRequest request, @PathVariable String id) {
        return pages.show(
                HttpStatus.OK,
                "patient",
                Map.of("shell", Shell.of(request, "Patient", "patients"), "model", reader.of(id)));
    }
}
