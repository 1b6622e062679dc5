package dev.tributary.console;

import dev.tributary.alert.audience.Attribution;
import dev.tributary.alert.audience.AudienceLists;
import dev.tributary.alert.audience.PatientNumber;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/alerts/panels} and {@code /api/alerts/attributions}: who must hear of whom. Below the alerts, since both name
 * patients: for operators.
 */
@RestController
final class AudienceApi {

    private static final String SOURCE = "rest";

    private final AudienceLists lists;

    AudienceApi(AudienceLists lists) {
        this.lists = lists;
    }

    /** How many patients are on each panel. */
    @GetMapping("/api/alerts/panels")
    Map<String, Long> panels() {
        return lists.panels();
    }

    @GetMapping("/api/alerts/panels/{panel}")
    List<PatientNumber> panel(@PathVariable String panel) {
        List<PatientNumber> members = lists.panel(panel);
        if (members.isEmpty()) {
            throw NotFoundException.among("panel", panel, lists.panels().keySet());
        }
        return members;
    }

    /** Replaces what REST brought before; the body has lines of {@code system,value}. */
    @PutMapping(path = "/api/alerts/panels/{panel}", consumes = "text/csv")
    Map<String, Integer> replace(@PathVariable String panel, @RequestBody(required = false) String csv) {
        return Map.of("patients", lists.replacePanel(panel, csv == null ? "" : csv, SOURCE));
    }

    @GetMapping("/api/alerts/attributions")
    List<Attribution> attributions(@RequestParam String patient) {
        return lists.attributions(patient);
    }

    /** Replaces what REST brought before; the body has lines of {@code system,value,role,practitioner}. */
    @PutMapping(path = "/api/alerts/attributions", consumes = "text/csv")
    Map<String, Integer> replaceAttributions(@RequestBody(required = false) String csv) {
        return Map.of("attributions", lists.replaceAttributions(csv == null ? "" : csv, SOURCE));
    }
}
