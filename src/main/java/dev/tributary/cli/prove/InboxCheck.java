package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.prove.Discrepancy.Kind;
import dev.tributary.cli.simulate.Story;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was raised against what must have been, and the subscribers' inboxes against what was raised: invariants 4, 5, 12. */
final class InboxCheck {

    /** The rules whose alerts the truth tells. */
    static final List<String> RULES = List.of("admission", "discharge", "ed-registration", "critical-result");

    private static final int PAGE = 1_000;
    private static final Set<String> IN_ORDER = Set.of("raised", "retracted", "reopened");

    private final EngineUnderTest engine;
    private final List<SubscriberDesk> desks;
    private final List<Story> stories;
    private final Map<String, String> names;
    private final List<Discrepancy> found = new ArrayList<>();
    private final Map<String, JsonNode> raised = new HashMap<>();
    private long repeats;
    private long unmarkedRepeats;

    InboxCheck(EngineUnderTest engine, List<SubscriberDesk> desks, List<Story> stories, Map<String, String> names) {
        this.engine = engine;
        this.desks = desks;
        this.stories = stories;
        this.names = names;
    }

    List<Discrepancy> run() throws IOException {
        for (String rule : RULES) {
            read(rule);
        }
        truth();
        desks.forEach(this::desk);
        return found;
    }

    /** @return how many alerts there are, notices about alerts included */
    int alerts() {
        return raised.size();
    }

    /** @return arrivals of an alert that the same subscriber had taken before */
    long repeats() {
        return repeats;
    }

    /** @return those of them whose Tributary-Attempt says 1 */
    long unmarkedRepeats() {
        return unmarkedRepeats;
    }

    private void read(String rule) throws IOException {
        String next = "";
        do {
            JsonNode page = engine.get("/api/alerts?limit=" + PAGE + "&rule=" + rule + next);
            page.path("alerts").forEach(alert -> raised.put(alert.path("id").asText(), alert));
            next = page.path("next").isNumber() ? "&before=" + page.path("next").asLong() : "";
        } while (!next.isEmpty());
    }

    private void truth() {
        Map<String, Integer> there = new TreeMap<>();
        for (JsonNode alert : raised.values()) {
            if (alert.path("kind").asText().equals("raised")) {
                String focus = alert.path("focus").asText();
                there.merge(alert.path("rule").asText() + "|" + names.getOrDefault(focus, focus), 1, Integer::sum);
            }
        }
        for (Story story : stories) {
            story.truth().alerts().forEach((name, expected) -> {
                int is = there.getOrDefault(name, 0);
                there.remove(name);
                if (is != expected) {
                    found.add(new Discrepancy(
                            is < expected ? Kind.LOST : Kind.DOUBLED,
                            "alerts",
                            story.number(),
                            name,
                            expected + " raised",
                            is + " raised"));
                }
            });
        }
        there.forEach((name, is) ->
                found.add(new Discrepancy(Kind.WRONG, "alerts", 0, name, "no such alert", is + " raised")));
    }

    private void desk(SubscriberDesk desk) {
        Set<String> taken = new HashSet<>();
        Map<String, SubscriberDesk.Arrival> last = new HashMap<>();
        for (SubscriberDesk.Arrival arrival : desk.arrivals()) {
            if (!taken.add(arrival.id())) {
                repeats++;
                unmarkedRepeats += arrival.attempt().equals("1") ? 1 : 0;
                continue;
            }
            if (!raised.containsKey(arrival.id())) {
                add(Kind.WRONG, desk, arrival.id(), "an alert that the engine knows", "it does not");
            }
            if (IN_ORDER.contains(arrival.kind())) {
                SubscriberDesk.Arrival before = last.put(arrival.patient(), arrival);
                if (before != null && !arrival.patient().isEmpty() && before.message() > arrival.message()) {
                    add(
                            Kind.OUT_OF_ORDER,
                            desk,
                            arrival.id(),
                            "before " + before.id() + ", which message " + before.message() + " caused",
                            "after it; message " + arrival.message() + " caused this one");
                }
            }
        }
        for (String id : raised.keySet()) {
            if (!taken.contains(id)) {
                add(Kind.LOST, desk, id, "delivered", "not delivered");
            }
        }
    }

    private void add(Kind kind, SubscriberDesk desk, String id, String expected, String is) {
        found.add(new Discrepancy(kind, "inbox " + desk.name(), 0, id, expected, is));
    }
}
