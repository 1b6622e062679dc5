package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.prove.Discrepancy.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The senders' book against the journal and its counters: invariants 1 to 4. */
final class JournalCheck {

    private static final int PAGE = 1_000;
    private static final int MOST_BYTES_COMPARED = 500;

    private final EngineUnderTest engine;
    private final SenderLedger ledger;
    private final List<JsonNode> rows = new ArrayList<>();
    private final List<Discrepancy> found = new ArrayList<>();
    private long processed;

    JournalCheck(EngineUnderTest engine, SenderLedger ledger) {
        this.engine = engine;
        this.ledger = ledger;
    }

    List<Discrepancy> run() throws IOException {
        read();
        Map<String, List<JsonNode>> byControlId = new HashMap<>();
        rows.forEach(row -> byControlId
                .computeIfAbsent(row.path("controlId").asText(), id -> new ArrayList<>())
                .add(row));
        List<SenderLedger.Line> lines = ledger.lines();
        lines.forEach(
                line -> compare(line, byControlId.getOrDefault(line.message().controlId(), List.of())));
        lines.forEach(line -> byControlId.remove(line.message().controlId()));
        byControlId.forEach((id, strangers) ->
                add(Kind.WRONG, 0, id.isEmpty() ? "(no MSH-10)" : id, "nothing that nobody sent", describe(strangers)));
        order(lines);
        counters();
        bytes(lines);
        return found;
    }

    /** @return all rows, oldest first */
    List<JsonNode> rows() {
        return rows;
    }

    /** @return how many messages are processed, retransmits not counted */
    long processed() {
        return processed;
    }

    private void read() throws IOException {
        String next = "";
        do {
            JsonNode page = engine.get("/api/messages?limit=" + PAGE + next);
            page.path("messages").forEach(rows::add);
            next = page.path("next").isNumber() ? "&before=" + page.path("next").asLong() : "";
        } while (!next.isEmpty());
        Collections.reverse(rows);
    }

    private void compare(SenderLedger.Line line, List<JsonNode> mine) {
        String id = line.message().controlId();
        List<JsonNode> originals = originals(mine);
        if (line.accepted() && originals.isEmpty()) {
            add(Kind.LOST, line.story(), id, "in the journal: its sender holds a positive answer", describe(mine));
            return;
        }
        if (!line.accepted()) {
            add(Kind.LOST, line.story(), id, "accepted at last", line.answers().toString());
        }
        if (originals.size() > 1) {
            add(Kind.DOUBLED, line.story(), id, "recorded once, later arrivals as duplicates of it", describe(mine));
        }
        for (JsonNode original : originals) {
            if (original.path("state").asText().equals("processed")) {
                processed++;
            } else {
                add(
                        Kind.WRONG,
                        line.story(),
                        id,
                        "processed",
                        original.path("state").asText() + " "
                                + original.path("reason").asText() + ": "
                                + original.at("/issue/what").asText());
            }
        }
        if (mine.size() > line.sent()) {
            add(Kind.DOUBLED, line.story(), id, "at most " + line.sent() + " arrivals", describe(mine));
        }
        int positives = line.answers().getOrDefault("AA", 0) + line.answers().getOrDefault("CA", 0);
        if (mine.size() < positives) {
            add(Kind.LOST, line.story(), id, positives + " arrivals, one for each positive answer", describe(mine));
        }
    }

    private static List<JsonNode> originals(List<JsonNode> rows) {
        return rows.stream()
                .filter(row -> !row.has("duplicateOf") && !row.path("refused").asBoolean())
                .toList();
    }

    // what one patient's sender sent later was received later: its first arrivals must have ascending numbers
    private void order(List<SenderLedger.Line> lines) {
        Map<String, Long> first = new HashMap<>();
        for (JsonNode row : rows) {
            if (!row.path("refused").asBoolean()) {
                first.putIfAbsent(row.path("controlId").asText(), row.path("id").asLong());
            }
        }
        Map<Integer, SenderLedger.Line> before = new HashMap<>();
        for (SenderLedger.Line line : lines) {
            Long number = first.get(line.message().controlId());
            SenderLedger.Line last = before.put(line.story(), line);
            Long lastNumber = last == null ? null : first.get(last.message().controlId());
            if (number != null && lastNumber != null && last != null && number < lastNumber) {
                add(
                        Kind.OUT_OF_ORDER,
                        line.story(),
                        line.message().controlId(),
                        "after " + last.message().controlId() + " (journal " + lastNumber + ")",
                        "journal " + number);
            }
        }
    }

    private void counters() throws IOException {
        JsonNode feed = engine.get("/api/feeds/default");
        long received = feed.path("received").asLong();
        long sum = 0;
        for (String part : List.of("processed", "filtered", "queued", "held", "failed")) {
            sum += feed.path(part).asLong();
        }
        if (received != sum || !feed.path("balanced").asBoolean()) {
            add(Kind.UNBALANCED, 0, "default", "received = " + received, "the parts sum up to " + sum);
        }
        if (received != rows.size()) {
            add(Kind.UNBALANCED, 0, "default", rows.size() + " rows in the journal", "received " + received);
        }
        if (feed.path("processed").asLong() != processed) {
            add(
                    Kind.UNBALANCED,
                    0,
                    "default",
                    processed + " rows are processed",
                    "processed " + feed.path("processed").asLong());
        }
    }

    // invariant 2, on some: fetching every message costs more than it would tell
    private void bytes(List<SenderLedger.Line> lines) throws IOException {
        Map<String, Long> first = new HashMap<>();
        originals(rows)
                .forEach(row -> first.putIfAbsent(
                        row.path("controlId").asText(), row.path("id").asLong()));
        int step = Math.max(1, lines.size() / MOST_BYTES_COMPARED);
        for (int i = 0; i < lines.size(); i += step) {
            SenderLedger.Line line = lines.get(i);
            Long number = first.get(line.message().controlId());
            if (number != null
                    && !Arrays.equals(
                            engine.bytes("/api/messages/" + number + "/bytes"),
                            line.message().bytes())) {
                add(Kind.WRONG, line.story(), line.message().controlId(), "the bytes as sent", "other bytes");
            }
        }
    }

    private static String describe(List<JsonNode> rows) {
        return rows.isEmpty()
                ? "nothing"
                : String.join(
                        "; ",
                        rows.stream()
                                .limit(5)
                                .map(row -> row.path("id").asLong() + " "
                                        + row.path("state").asText() + " "
                                        + row.path("reason").asText())
                                .toList());
    }

    private void add(Kind kind, int story, String subject, String expected, String what) {
        found.add(new Discrepancy(
                kind, kind == Kind.UNBALANCED ? "counters" : "journal", story, subject, expected, what));
    }
}
