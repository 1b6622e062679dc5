package dev.tributary.flow.bench;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertRules;
import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.mapping.ElementDeletion;
import dev.tributary.mapping.LineageEntry;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.MappingResult;
import dev.tributary.mapping.document.Written;
import dev.tributary.record.RecordRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** Runs tests against one mapping set, and remembers which rows ran. Used by one thread. */
public final class TestBench {

    /** A row that ran, and the overlay under which it did. */
    public record Ran(String overlay, String row) {}

    private final MappingLibrary library;
    private final Supplier<RecordRules> recordRules;
    private final Supplier<AlertRules> alertRules;
    private final ResultPaths paths = new ResultPaths();
    private final Set<Ran> ran = new HashSet<>();

    /**
     * @param library the tables
     * @param recordRules asked for only where a test expects alerts
     * @param alertRules asked for only where a test expects alerts
     */
    public TestBench(MappingLibrary library, Supplier<RecordRules> recordRules, Supplier<AlertRules> alertRules) {
        this.library = library;
        this.recordRules = recordRules;
        this.alertRules = alertRules;
    }

    /** @return every row that ran in any test so far */
    public Set<Ran> ran() {
        return ran;
    }

    /** @return what holds and what does not; a test that cannot be run fails with the reason */
    public TestResult run(MappingTest test) {
        List<Failure> failures = new ArrayList<>();
        try {
            run(test, failures);
        } catch (IllegalArgumentException e) {
            failures.add(new Failure(
                    test.file(), test.line(), test.name(), "a test that can be run", String.valueOf(e.getMessage())));
        }
        return new TestResult(test, failures);
    }

    private void run(MappingTest test, List<Failure> failures) {
        TestHospital hospital = test.alerts() == null ? null : new TestHospital(recordRules.get(), alertRules.get());
        for (MessageSource earlier : test.before()) {
            Hl7Message message = read(test, earlier);
            MappingResult result = map(test, message);
            if (hospital != null) {
                var unused = hospital.receive(message, result, test.feed());
            }
        }
        Hl7Message message = read(test, test.message());
        MappingResult result = map(test, message);
        expressions(test, result, failures);
        List<Written> issues = test.issues();
        if (issues != null) {
            compare(
                    test,
                    "issues",
                    issues,
                    result.issues().stream()
                            .map(issue -> issue.kind() + " at " + issue.source().leaf())
                            .toList(),
                    TestBench::issue,
                    failures);
        }
        if (test.unmapped() != null) {
            compare(
                    test,
                    "unmapped values",
                    test.unmapped(),
                    result.lineage().stream()
                            .filter(entry -> entry.kind() == LineageEntry.Kind.UNMAPPED)
                            .map(entry -> entry.source().leaf().toString())
                            .toList(),
                    path -> FieldPath.parse(path).leaf().toString(),
                    failures);
        }
        if (test.deletions() != null) {
            compare(
                    test,
                    "deletions",
                    test.deletions(),
                    result.deletions().stream().map(ElementDeletion::element).toList(),
                    text -> text,
                    failures);
        }
        if (hospital != null) {
            alerts(test, hospital.receive(message, result, test.feed()), failures);
        }
    }

    private static Hl7Message read(MappingTest test, MessageSource source) {
        byte[] sent = TestMessages.bytes(source);
        return Hl7Reader.read(
                test.feed().preprocessing().apply(sent, StandardCharsets.UTF_8).bytes(), StandardCharsets.UTF_8);
    }

    private MappingResult map(MappingTest test, Hl7Message message) {
        List<String> overlays = test.feed().profile().overlays();
        return library.plan(message.header(), test.feed().profile())
                .apply(message, test.feed().profile(), row -> {
                    ran.add(new Ran("", row));
                    overlays.forEach(overlay -> ran.add(new Ran(overlay, row)));
                });
    }

    private void expressions(MappingTest test, MappingResult result, List<Failure> failures) {
        Bundle bundle = new Bundle();
        result.drafts().forEach(draft -> bundle.addEntry().setResource(draft.resource()));
        for (Expected expected : test.expect()) {
            List<String> mistakes = paths.mistakes(expected.expression());
            List<String> actual = mistakes;
            if (mistakes.isEmpty()) {
                try {
                    actual = paths.values(expected.expression(), bundle);
                } catch (RuntimeException e) {
                    // the engine says what is wrong with the expression by an exception of no certain class
                    actual = List.of(e.getClass().getSimpleName() + ": " + e.getMessage());
                }
            }
            if (!mistakes.isEmpty() || !actual.equals(expected.values())) {
                failures.add(new Failure(
                        test.file(), expected.line(), expected.expression(), shown(expected.values()), shown(actual)));
            }
        }
    }

    /** How a list is compared: by what each entry means, in any order. */
    private interface Meaning {
        String of(String written);
    }

    private static void compare(
            MappingTest test,
            String what,
            @Nullable List<Written> expected,
            List<String> found,
            Meaning meaning,
            List<Failure> failures) {
        List<Written> entries = expected == null ? List.of() : expected;
        List<String> wanted = entries.stream()
                .map(entry -> meaning.of(entry.text()))
                .distinct()
                .sorted()
                .toList();
        List<String> actual = found.stream().distinct().sorted().toList();
        if (!wanted.equals(actual)) {
            int line = entries.isEmpty() ? test.line() : entries.get(0).line();
            failures.add(new Failure(test.file(), line, what, shown(wanted), shown(actual)));
        }
    }

    private static String issue(String written) {
        String[] parts = written.strip().split("\\s+at\\s+", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("issues: '" + written + "' has no place (write CODE_UNMAPPED at PID-8)");
        }
        return parts[0] + " at " + FieldPath.parse(parts[1]).leaf();
    }

    private static void alerts(MappingTest test, List<Alert> raised, List<Failure> failures) {
        List<ExpectedAlert> wanted = test.alerts() == null ? List.of() : test.alerts();
        List<Alert> left = new ArrayList<>(raised);
        boolean all = true;
        for (ExpectedAlert expected : wanted) {
            Alert match = left.stream()
                    .filter(alert -> matches(expected, alert))
                    .findFirst()
                    .orElse(null);
            all &= match != null && left.remove(match);
        }
        if (!all || !left.isEmpty()) {
            failures.add(new Failure(
                    test.file(),
                    wanted.isEmpty() ? test.line() : wanted.get(0).line(),
                    "alerts",
                    shown(wanted.stream().map(ExpectedAlert::toString).toList()),
                    shown(raised.stream().map(TestBench::shown).toList())));
        }
    }

    private static boolean matches(ExpectedAlert expected, Alert alert) {
        return expected.parts().entrySet().stream().allMatch(part -> switch (part.getKey()) {
            case "rule" -> alert.rule().equals(part.getValue());
            case "event" -> alert.event().equals(part.getValue());
            case "severity" -> alert.severity().name().toLowerCase(Locale.ROOT).equals(part.getValue());
            case "text" -> alert.text().equals(part.getValue());
            case "kind" -> alert.kind().code().equals(part.getValue());
            default -> false;
        });
    }

    private static String shown(Alert alert) {
        return "{rule=" + alert.rule() + ", event=" + alert.event() + ", severity="
                + alert.severity().name().toLowerCase(Locale.ROOT) + ", kind="
                + alert.kind().code() + ", text=" + alert.text() + "}";
    }

    private static String shown(List<String> values) {
        return values.isEmpty() ? "nothing" : String.join(", ", values);
    }
}
