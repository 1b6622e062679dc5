package dev.tributary.flow.codes;

import dev.tributary.base.Problem;
import dev.tributary.vocabulary.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Code systems of the user, {@code config/code-systems/*.csv} with the columns {@code system,code,display,unit,words}, or,
 * without that folder, a small sample of invented codes; found by words of their display, by their further words and by unit.
 * Files are read anew once they have changed. Thread-safe.
 */
public final class CandidateCodes {

    private static final String HEADER = "system,code,display";
    private static final int MOST_WORDS = 12;
    private static final int SHORTEST_START = 3;

    private record Entry(CandidateCode code, int words) {}

    private record Loaded(
            Map<Path, FileTime> stamp,
            List<Entry> entries,
            NavigableMap<String, List<Integer>> words,
            List<Problem> problems) {}

    private final Path folder;
    private volatile Loaded loaded;

    /** @param folder {@code config/code-systems}; it need not exist */
    public CandidateCodes(Path folder) {
        this.folder = folder;
        this.loaded = load(stamp());
    }

    /**
     * @param text what the sender calls the code
     * @param unit of its values; empty if unknown
     * @param most how many
     * @return what fits best first; empty if nothing fits
     */
    public List<CandidateCode> find(String text, String unit, int most) {
        Loaded now = current();
        Map<Integer, Double> scores = new HashMap<>();
        words(text).stream().limit(MOST_WORDS).forEach(word -> {
            now.words().getOrDefault(word, List.of()).forEach(at -> scores.merge(at, 2.0, Double::sum));
            if (word.length() >= SHORTEST_START) {
                now.words()
                        .subMap(word + "\0", word + "\uFFFF")
                        .values()
                        .forEach(list -> list.forEach(at -> scores.merge(at, 1.0, Double::sum)));
            }
        });
        String measured = unit.strip();
        return scores.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Integer, Double>>comparingDouble(
                                each -> -score(now.entries().get(each.getKey()), each.getValue(), measured))
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .map(each -> now.entries().get(each.getKey()).code())
                .toList();
    }

    /** @return how many codes there are */
    public int size() {
        return current().entries().size();
    }

    /** @return what is wrong with the files; their other lines are used */
    public List<Problem> problems() {
        return current().problems();
    }

    // a short name that has the word says more than a long one; the unit decides between the like
    private static double score(Entry entry, double found, String unit) {
        double score = found + found / (1 + entry.words());
        return !unit.isEmpty() && unit.equalsIgnoreCase(entry.code().unit()) ? score + 1.5 : score;
    }

    private Loaded current() {
        Map<Path, FileTime> stamp = stamp();
        Loaded now = loaded;
        if (!now.stamp().equals(stamp)) {
            now = load(stamp);
            loaded = now;
        }
        return now;
    }

    private Map<Path, FileTime> stamp() {
        Map<Path, FileTime> stamp = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".csv")).toList()) {
                    stamp.put(file, Files.getLastModifiedTime(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + folder, e);
            }
        }
        return stamp;
    }

    private Loaded load(Map<Path, FileTime> stamp) {
        List<Entry> entries = new ArrayList<>();
        NavigableMap<String, List<Integer>> words = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        try {
            for (Path file : stamp.keySet()) {
                read("config/code-systems/" + file.getFileName(), Files.readString(file), entries, words, problems);
            }
            if (!Files.isDirectory(folder)) {
                try (InputStream sample = CandidateCodes.class.getResourceAsStream("/code-systems/sample.csv")) {
                    String text = sample == null ? "" : new String(sample.readAllBytes(), StandardCharsets.UTF_8);
                    read("code-systems/sample.csv", text, entries, words, problems);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return new Loaded(stamp, entries, words, problems);
    }

    private static void read(
            String file,
            String text,
            List<Entry> entries,
            NavigableMap<String, List<Integer>> words,
            List<Problem> problems) {
        List<Csv.Line> lines = Csv.read(text);
        if (lines.isEmpty() || !String.join(",", lines.get(0).cells()).startsWith(HEADER)) {
            problems.add(new Problem(file, 1, "the head line is missing", "begin it with " + HEADER + ",unit,words"));
            return;
        }
        for (Csv.Line line : lines.subList(1, lines.size())) {
            CandidateCode code = new CandidateCode(line.cell(0), line.cell(1), line.cell(2), line.cell(3));
            if (code.system().isBlank()
                    || code.code().isBlank()
                    || code.display().isBlank()) {
                problems.add(new Problem(
                        file, line.line(), "a line without system, code or display", "fill the first three columns"));
                continue;
            }
            Set<String> its = words(code.display() + " " + line.cell(4));
            its.add(code.code().toLowerCase(Locale.ROOT));
            int at = entries.size();
            entries.add(new Entry(code, its.size()));
            its.forEach(word ->
                    words.computeIfAbsent(word, each -> new ArrayList<>()).add(at));
        }
    }

    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
