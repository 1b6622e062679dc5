package dev.tributary.cli.simulate;

import dev.tributary.vocabulary.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the generator believes of a hospital: the numbers and words of {@code simulate/*.csv}. */
final class Facts {

    private static final String FOLDER = "/simulate/";

    private final Map<String, Double> numbers = new HashMap<>();
    private final Map<String, List<String>> words = new HashMap<>();
    private final Map<String, List<LabTest>> panels = new LinkedHashMap<>();

    Facts() {
        for (Csv.Line line : body("facts.csv")) {
            numbers.put(line.cell(0), Double.valueOf(line.cell(1)));
        }
        for (Csv.Line line : body("people.csv")) {
            words.computeIfAbsent(line.cell(0), kind -> new ArrayList<>()).add(line.cell(1));
        }
        for (Csv.Line line : body("labs.csv")) {
            panels.computeIfAbsent(line.cell(0), panel -> new ArrayList<>()).add(LabTest.of(line));
        }
    }

    double number(String fact) {
        Double value = numbers.get(fact);
        if (value == null) {
            throw new IllegalStateException("facts.csv lacks " + fact);
        }
        return value;
    }

    List<String> words(String kind) {
        List<String> found = words.get(kind);
        if (found == null) {
            throw new IllegalStateException("people.csv lacks " + kind);
        }
        return found;
    }

    /** @return the names of the panels, in the order of the file */
    List<String> panels() {
        return List.copyOf(panels.keySet());
    }

    List<LabTest> panel(String name) {
        return panels.getOrDefault(name, List.of());
    }

    private static List<Csv.Line> body(String name) {
        try (InputStream in = Facts.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            List<Csv.Line> lines = Csv.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
