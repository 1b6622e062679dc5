package dev.tributary.flow.bench;

import dev.tributary.base.FeedName;
import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.hl7.preprocess.Preprocessing;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.document.DocumentReader;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.Written;
import dev.tributary.record.Ownership;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads one test file. What is wrong with one test is told, and the others are read all the same. */
final class TestFileReader {

    private static final List<String> HEAD = List.of("feed", "base", "message", "tests");
    private static final List<String> SOURCE = List.of("base", "message", "set", "drop", "add");
    private static final List<String> TEST = List.of(
            "test",
            "base",
            "message",
            "set",
            "drop",
            "add",
            "feed",
            "before",
            "expect",
            "issues",
            "unmapped",
            "deletions",
            "alerts");
    private static final List<String> FEED =
            List.of("name", "zone", "overlays", "codes", "namespace", "country", "preprocess", "ownership");
    private static final List<String> ALERT = List.of("rule", "event", "severity", "kind", "text");

    private final MappingFiles files;
    private final String path;
    private final String file;
    private final String overlay;
    private final Problems problems;
    private final DocumentReader reader;

    TestFileReader(MappingFiles files, String path, String overlay, Problems problems) {
        this.files = files;
        this.path = path;
        this.file = MappingFiles.shown(path);
        this.overlay = overlay;
        this.problems = problems;
        this.reader = new DocumentReader(file, problems);
    }

    List<MappingTest> read() {
        String text = files.read(path);
        Map<String, Node> head = reader.top(text == null ? "" : text);
        List<MappingTest> tests = new ArrayList<>();
        if (head.isEmpty()) {
            return tests;
        }
        check(head, HEAD);
        FeedSpec feed = feed(head.get("feed"), defaults());
        Node list = head.get("tests");
        if (!(list instanceof SequenceNode sequence)) {
            problems.add(
                    file, list == null ? 1 : line(list), "the file has no tests", "write tests: and a list of tests");
            return tests;
        }
        for (Node each : sequence.getValue()) {
            if (each instanceof MappingNode mapping) {
                MappingTest test = test(mapping, head, feed);
                if (test != null) {
                    tests.add(test);
                }
            } else {
                problems.add(
                        file, line(each), "a test must be keys and values", "begin it with '- test: what it shows'");
            }
        }
        return tests;
    }

    private @Nullable MappingTest test(MappingNode node, Map<String, Node> head, FeedSpec feed) {
        Map<String, Node> keys = reader.entries(node);
        check(keys, TEST);
        String name = text(keys.get("test"));
        if (name.isEmpty()) {
            problems.add(file, line(node), "the test has no name", "begin it with '- test: what it shows'");
        }
        List<MessageSource> before = new ArrayList<>();
        if (keys.get("before") instanceof SequenceNode sequence) {
            for (Node each : sequence.getValue()) {
                Map<String, Node> source = entries(each);
                check(source, SOURCE);
                MessageSource earlier = source(source, head, line(each));
                if (earlier != null) {
                    before.add(earlier);
                }
            }
        }
        MessageSource message = source(keys, head, line(node));
        List<Expected> expect = expect(keys.get("expect"));
        if (expect.isEmpty()
                && !keys.containsKey("issues")
                && !keys.containsKey("unmapped")
                && !keys.containsKey("deletions")
                && !keys.containsKey("alerts")) {
            problems.add(file, line(node), "the test expects nothing", "add expect:, issues:, deletions: or alerts:");
        }
        return message == null
                ? null
                : new MappingTest(
                        file,
                        line(node),
                        name,
                        feed(keys.get("feed"), feed),
                        before,
                        message,
                        expect,
                        written(keys, "issues"),
                        written(keys, "unmapped"),
                        written(keys, "deletions"),
                        alerts(keys.get("alerts")));
    }

    private @Nullable MessageSource source(Map<String, Node> keys, Map<String, Node> head, int line) {
        Map<String, Node> from = keys.containsKey("message") || keys.containsKey("base") ? keys : head;
        String text;
        if (from.containsKey("message")) {
            text = text(from.get("message"));
        } else if (from.containsKey("base")) {
            String base = text(from.get("base"));
            String beside = Path.of(path.substring(0, path.lastIndexOf('/') + 1) + base)
                    .normalize()
                    .toString()
                    .replace('\\', '/');
            String found = files.read(beside);
            if (found == null) {
                List<String> known = files.all().stream()
                        .filter(each -> each.endsWith(".hl7"))
                        .map(each -> each.startsWith("tests/") ? each.substring("tests/".length()) : each)
                        .toList();
                problems.add(
                        file, line(from.get("base")), "there is no file '" + base + "'", NearestWord.cure(base, known));
                return null;
            }
            text = found;
        } else {
            problems.add(file, line, "the test has no message", "write message: or base: here or at the file's head");
            return null;
        }
        Map<String, String> set = new LinkedHashMap<>();
        entries(keys.get("set")).forEach((where, value) -> set.put(where, text(value)));
        return new MessageSource(line, text, set, texts(keys.get("drop")), texts(keys.get("add")));
    }

    private List<Expected> expect(@Nullable Node node) {
        List<Expected> all = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            reader.entries(mapping)
                    .forEach((expression, value) -> all.add(new Expected(line(value), expression, texts(value))));
        } else if (node instanceof SequenceNode sequence) {
            // an expression alone is one that holds
            for (Node each : sequence.getValue()) {
                all.add(new Expected(line(each), text(each), List.of("true")));
            }
        } else if (node != null) {
            problems.add(file, line(node), "expect has expressions and their values", "write Patient.gender: female");
        }
        return all;
    }

    private @Nullable List<ExpectedAlert> alerts(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        List<ExpectedAlert> all = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node each : sequence.getValue()) {
                Map<String, String> parts = new LinkedHashMap<>();
                if (each instanceof MappingNode mapping) {
                    Map<String, Node> keys = reader.entries(mapping);
                    check(keys, ALERT);
                    keys.forEach((key, value) -> parts.put(key, text(value)));
                } else {
                    parts.put("rule", text(each));
                }
                all.add(new ExpectedAlert(line(each), parts));
            }
        } else {
            problems.add(file, line(node), "alerts is a list", "write alerts: [] or alerts: [critical-result]");
        }
        return all;
    }

    private FeedSpec defaults() {
        return new FeedSpec(
                new FeedProfile(
                        FeedName.DEFAULT,
                        ZoneId.of("UTC"),
                        overlay.isEmpty() ? List.of() : List.of(overlay),
                        List.of(),
                        FeedProfile.NAMESPACE,
                        ""),
                Preprocessing.NONE,
                Ownership.OWNER);
    }

    private FeedSpec feed(@Nullable Node node, FeedSpec otherwise) {
        Map<String, Node> keys = entries(node);
        check(keys, FEED);
        FeedProfile other = otherwise.profile();
        try {
            FeedProfile profile = new FeedProfile(
                    keys.containsKey("name") ? new FeedName(text(keys.get("name"))) : other.feed(),
                    keys.containsKey("zone") ? ZoneId.of(text(keys.get("zone"))) : other.zone(),
                    keys.containsKey("overlays") ? texts(keys.get("overlays")) : other.overlays(),
                    keys.containsKey("codes") ? texts(keys.get("codes")) : other.codeFolders(),
                    keys.containsKey("namespace") ? text(keys.get("namespace")) : other.namespace(),
                    keys.containsKey("country") ? text(keys.get("country")) : other.country());
            Preprocessing steps = keys.containsKey("preprocess")
                    ? Preprocessing.of(texts(keys.get("preprocess")))
                    : otherwise.preprocessing();
            return new FeedSpec(profile, steps, ownership(keys.get("ownership"), otherwise.ownership()));
        } catch (IllegalArgumentException | DateTimeException e) {
            problems.add(file, line(node), String.valueOf(e.getMessage()), "");
            return otherwise;
        }
    }

    private static Ownership ownership(@Nullable Node node, Ownership otherwise) {
        String word = text(node);
        return switch (word) {
            case "" -> otherwise;
            case "owner" -> Ownership.OWNER;
            case "contributor" -> Ownership.CONTRIBUTOR;
            default -> throw new IllegalArgumentException("ownership is 'owner' or 'contributor', not '" + word + "'");
        };
    }

    private void check(Map<String, Node> keys, List<String> valid) {
        keys.forEach((word, node) -> {
            if (!valid.contains(word)) {
                problems.add(file, line(node), "unknown key '" + word + "'", NearestWord.cure(word, valid));
            }
        });
    }

    private Map<String, Node> entries(@Nullable Node node) {
        if (node instanceof MappingNode mapping) {
            return reader.entries(mapping);
        }
        if (node != null) {
            problems.add(file, line(node), "keys and values are expected here", "write {PID-8: F}");
        }
        return Map.of();
    }

    private @Nullable List<Written> written(Map<String, Node> keys, String key) {
        Node node = keys.get(key);
        return node == null ? null : reader.list(node);
    }

    private static List<String> texts(@Nullable Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(TestFileReader::text).toList();
        }
        return node == null || node.getTag().equals(Tag.NULL) ? List.of() : List.of(text(node));
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL) ? scalar.getValue() : "";
    }

    private static int line(@Nullable Node node) {
        return node == null ? 1 : node.getStartMark().getLine() + 1;
    }
}
