package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.simulate.Delivery;
import dev.tributary.cli.simulate.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The folder of a run: it must explain itself to somebody who was not there. */
final class ProofFolder {

    private static final int SHOWN = 50;
    private static final int MOST_STORIES = 50;

    private final Path folder;

    ProofFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    void plan(String command, String plan) throws IOException {
        Files.writeString(folder.resolve("plan.txt"), command + "\n\n" + plan);
    }

    void ledgers(SenderLedger ledger, List<JsonNode> journal, List<SubscriberDesk> desks) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("story,place,control_id,type,time,frames,answers,accepted");
        for (SenderLedger.Line line : ledger.lines()) {
            lines.add(String.join(
                    ",",
                    Integer.toString(line.story()),
                    Integer.toString(line.place()),
                    line.message().controlId(),
                    line.message().type(),
                    line.message().time().toString(),
                    Integer.toString(line.sent()),
                    cell(line.answers().toString()),
                    Boolean.toString(line.accepted())));
        }
        Files.write(folder.resolve("sender.csv"), lines);
        lines.clear();
        lines.add("id,control_id,type,state,reason,duplicate_of,acknowledged,attempts,issue");
        for (JsonNode row : journal) {
            lines.add(String.join(
                    ",",
                    row.path("id").asText(),
                    cell(row.path("controlId").asText()),
                    row.path("type").asText(),
                    row.path("state").asText(),
                    row.path("reason").asText(),
                    row.path("duplicateOf").asText(),
                    row.path("acknowledged").asText(),
                    row.path("attempts").asText(),
                    cell(row.at("/issue/what").asText())));
        }
        Files.write(folder.resolve("journal.csv"), lines);
        for (SubscriberDesk desk : desks) {
            lines.clear();
            lines.add("number,alert,attempt,rule,kind,message,patient,subject,mood");
            for (SubscriberDesk.Arrival arrival : desk.arrivals()) {
                lines.add(String.join(
                        ",",
                        Integer.toString(arrival.number()),
                        arrival.id(),
                        arrival.attempt(),
                        arrival.rule(),
                        arrival.kind(),
                        Long.toString(arrival.message()),
                        arrival.patient(),
                        arrival.subject(),
                        arrival.mood().name().toLowerCase(Locale.ROOT)));
            }
            Files.write(folder.resolve("inbox-" + desk.name() + ".csv"), lines);
        }
    }

    /** Writes the report, every discrepancy, and the messages of the stories concerned in the order of sending. */
    void report(String command, Verdict verdict, List<String> chronicle, String plan, List<Story> stories)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# " + (verdict.isGood() ? "Proved" : "Not proved") + ": " + verdict.line());
        lines.add("");
        lines.add("`" + command + "`");
        lines.add("");
        lines.add("| | |");
        lines.add("|---|---|");
        for (Map.Entry<String, String> fact : verdict.facts().entrySet()) {
            lines.add("| " + fact.getKey() + " | " + fact.getValue() + " |");
        }
        lines.add("");
        if (!verdict.isGood()) {
            lines.add("## What does not agree");
            lines.add("");
            verdict.summary().forEach((what, many) -> lines.add("- " + what + ": " + many));
            lines.add("");
            lines.add(
                    "The first " + SHOWN + "; all are in `discrepancies.csv`. The messages of the stories concerned are"
                            + " in `messages/`, numbered in the order of sending, with `truth.txt` beside them.");
            lines.add("");
            lines.add("| kind | ledger | story | subject | expected | found |");
            lines.add("|---|---|---|---|---|---|");
            verdict.discrepancies().stream()
                    .limit(SHOWN)
                    .forEach(each -> lines.add("| "
                            + String.join(
                                    " | ",
                                    each.kind().name(),
                                    each.ledger(),
                                    Integer.toString(each.story()),
                                    each.subject(),
                                    each.expected(),
                                    each.found())
                            + " |"));
            lines.add("");
        }
        lines.add("## What happened");
        lines.add("");
        lines.add("```");
        lines.addAll(chronicle);
        lines.add("```");
        lines.add("");
        lines.add("## The plan");
        lines.add("");
        lines.add("```");
        lines.add(plan.stripTrailing());
        lines.add("```");
        lines.add("");
        lines.add("Ledgers: `sender.csv` (what the senders hold answers for), `journal.csv` (`/api/messages`),"
                + " `inbox-*.csv` (what the subscribers took). The engine's logs: `engine/engine-N.log`, one a start,"
                + " `engine/postgres.log`.");
        Files.write(folder.resolve("report.md"), lines);
        discrepancies(verdict);
        messages(verdict, stories);
    }

    private void discrepancies(Verdict verdict) throws IOException {
        if (verdict.isGood()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("kind,ledger,story,subject,expected,found");
        verdict.discrepancies()
                .forEach(each -> lines.add(String.join(
                        ",",
                        each.kind().name(),
                        each.ledger(),
                        Integer.toString(each.story()),
                        cell(each.subject()),
                        cell(each.expected()),
                        cell(each.found()))));
        Files.write(folder.resolve("discrepancies.csv"), lines);
    }

    private void messages(Verdict verdict, List<Story> stories) throws IOException {
        Set<Integer> concerned = new HashSet<>();
        verdict.discrepancies().stream()
                .map(Discrepancy::story)
                .filter(story -> story > 0)
                .distinct()
                .limit(MOST_STORIES)
                .forEach(concerned::add);
        for (Story story : stories) {
            if (!concerned.contains(story.number())) {
                continue;
            }
            Path of = Files.createDirectories(folder.resolve("messages").resolve("story-" + story.number()));
            int number = 0;
            for (Delivery delivery : story.deliveries()) {
                Files.write(
                        of.resolve(String.format(
                                Locale.ROOT,
                                "%03d-%s%s.hl7",
                                ++number,
                                delivery.messages().get(0).controlId(),
                                delivery.retransmit() ? "-again" : "")),
                        delivery.bytes());
            }
            Files.writeString(of.resolve("truth.txt"), story.truth().toString().replace("], ", "],\n"));
        }
    }

    private static String cell(String text) {
        return text.matches("[^,\"\n\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
