package dev.tributary.record;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code encounter-timeline.yaml}; every mistake becomes a problem with its line. */
final class TimelineFile {

    private static final String LOCATION = "location";
    private static final String DISCHARGE = "discharge";
    private static final String FROM = "from";
    private static final String BACK = "back";

    private final RuleYaml yaml;
    private final Map<String, EncounterStatus> statuses = new TreeMap<>();
    private final Map<String, TimelineRules.Step> steps = new TreeMap<>();
    private final Map<String, TimelineRules.Place> places = new TreeMap<>();

    TimelineFile(String file, Problems problems) {
        this.yaml = new RuleYaml(file, problems);
        for (EncounterStatus status : EncounterStatus.values()) {
            if (status != EncounterStatus.NULL) {
                statuses.put(status.toCode(), status);
            }
        }
        Arrays.stream(TimelineRules.Step.values())
                .filter(step -> step != TimelineRules.Step.KEEP)
                .forEach(step -> steps.put(step.name().toLowerCase(Locale.ROOT), step));
        Arrays.stream(TimelineRules.Place.values())
                .forEach(place -> places.put(place.name().toLowerCase(Locale.ROOT), place));
    }

    TimelineRules read(String text) {
        Map<String, Node> top = yaml.map(yaml.parse(text), Set.of("order", "ended", "triggers"));
        List<EncounterStatus> order =
                yaml.items(top.get("order")).stream().map(this::status).toList();
        Set<EncounterStatus> ended = Set.copyOf(
                yaml.items(top.get("ended")).stream().map(this::status).toList());
        Map<String, TimelineRules.Event> triggers = new HashMap<>();
        yaml.map(top.get("triggers"), Set.of()).forEach((trigger, node) -> triggers.put(trigger, event(trigger, node)));
        return new TimelineRules(order, ended, Map.copyOf(triggers));
    }

    private TimelineRules.Event event(String trigger, Node node) {
        if (!trigger.matches("[A-Z][0-9A-Z]{2}")) {
            yaml.problem(node, "'" + trigger + "' is no trigger", "as MSH-9.2 names it: A02");
        }
        Set<String> known = new HashSet<>(steps.keySet());
        known.addAll(Set.of(LOCATION, DISCHARGE, FROM, BACK));
        Map<String, Node> parts = yaml.map(node, known);
        TimelineRules.Step step = TimelineRules.Step.KEEP;
        EncounterStatus status = EncounterStatus.UNKNOWN;
        for (Map.Entry<String, Node> part : parts.entrySet()) {
            TimelineRules.Step found = steps.get(part.getKey());
            if (found == null) {
                continue;
            }
            if (step != TimelineRules.Step.KEEP) {
                yaml.problem(part.getValue(), "a trigger does one thing to the status", "keep one of the words");
            }
            step = found;
            status = status(part.getValue());
        }
        Node place = parts.get(LOCATION);
        for (String word : List.of(FROM, BACK)) {
            Node states = parts.get(word);
            if (states != null && step != TimelineRules.Step.CANCEL) {
                yaml.problem(
                        states,
                        "'" + word + "' belongs to a cancel",
                        "as {cancel: cancelled, " + word + ": [planned]}");
            }
        }
        Node discharge = parts.get(DISCHARGE);
        if (discharge != null && !yaml.word(discharge).equals("undo")) {
            yaml.problem(discharge, "discharge '" + yaml.word(discharge) + "' is unknown", "undo");
        }
        return new TimelineRules.Event(
                step,
                status,
                place == null ? TimelineRules.Place.CORRECT : place(place),
                statuses(parts.get(FROM)),
                statuses(parts.get(BACK)),
                discharge != null);
    }

    private Set<EncounterStatus> statuses(@Nullable Node node) {
        return node == null
                ? Set.of()
                : Set.copyOf(yaml.items(node).stream().map(this::status).toList());
    }

    private EncounterStatus status(Node node) {
        String word = yaml.word(node);
        EncounterStatus status = statuses.get(word);
        if (status == null) {
            yaml.problem(
                    node, "'" + word + "' is no Encounter status of R4", NearestWord.cure(word, statuses.keySet()));
            return EncounterStatus.UNKNOWN;
        }
        return status;
    }

    private TimelineRules.Place place(Node node) {
        String word = yaml.word(node);
        TimelineRules.Place place = places.get(word);
        if (place == null) {
            yaml.problem(node, "location '" + word + "' is unknown", NearestWord.cure(word, places.keySet()));
            return TimelineRules.Place.CORRECT;
        }
        return place;
    }
}
