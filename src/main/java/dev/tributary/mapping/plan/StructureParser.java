package dev.tributary.mapping.plan;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.mapping.document.Written;
import dev.tributary.mapping.plan.Structure.Group;
import dev.tributary.mapping.plan.Structure.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code MSH [{SFT}] { PATIENT_RESULT: [ PATIENT: PID [PD1] ] … }}, HL7's notation with names for groups. */
final class StructureParser {

    private static final Pattern TOKEN = Pattern.compile("\\s*([\\[\\]{}():]|[A-Z][A-Za-z0-9_]*)");

    private final String file;
    private final int line;
    private final Problems problems;
    private final List<String> tokens = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private int next;

    private StructureParser(String file, Written text, Problems problems) {
        this.file = file;
        this.line = text.line();
        this.problems = problems;
        Matcher matcher = TOKEN.matcher(text.text());
        int from = 0;
        while (from < text.text().length() && !text.text().substring(from).isBlank()) {
            if (!matcher.find(from) || matcher.start() != from) {
                problem("'" + text.text().substring(from).strip().split("\\s")[0] + "' is no part of a structure");
                return;
            }
            tokens.add(matcher.group(1));
            from = matcher.end();
        }
    }

    /**
     * A structure that was read.
     *
     * @param root the message
     * @param places all places of segments, in order
     */
    record Parsed(Group root, List<Place> places) {

        /** @return the place an {@code at} means; null, with a problem, if it means none or several */
        @Nullable
        Place find(String at, String file, int line, Problems problems) {
            List<Place> found = places.stream()
                    .filter(place -> place.path().equals(at) || place.path().endsWith("." + at))
                    .toList();
            if (found.size() > 1) {
                // the whole path of one may be the end of another's
                List<Place> exact =
                        found.stream().filter(place -> place.path().equals(at)).toList();
                found = exact.size() == 1 ? exact : found;
            }
            if (found.size() == 1) {
                return found.get(0);
            }
            List<String> paths = places.stream().map(Place::path).toList();
            if (found.isEmpty()) {
                problems.add(file, line, "the structure has no '" + at + "'", NearestWord.cure(at, paths));
            } else {
                String choices =
                        String.join(" or ", found.stream().map(Place::path).toList());
                problems.add(file, line, "'" + at + "' is at several places", "write " + choices);
            }
            return null;
        }
    }

    static Parsed parse(String file, Written text, Problems problems) {
        StructureParser parser = new StructureParser(file, text, problems);
        Group root = new Group(null, "", false);
        parser.items(root, "");
        if (parser.next < parser.tokens.size()) {
            parser.problem("a bracket too many: '" + parser.tokens.get(parser.next) + "'");
        }
        return new Parsed(root, List.copyOf(parser.places));
    }

    private void items(Group group, String closing) {
        Map<String, Integer> seen = new HashMap<>();
        while (next < tokens.size() && !"]})".contains(tokens.get(next))) {
            item(group, false, seen);
        }
        if (!closing.isEmpty()) {
            if (next < tokens.size() && tokens.get(next).equals(closing)) {
                next++;
            } else {
                problem("'" + closing + "' is missing");
                next++;
            }
        }
    }

    // brackets nest around one item: [{NK1}] is one place that may repeat
    private void item(Group group, boolean repeats, Map<String, Integer> seen) {
        String token = tokens.get(next);
        switch (token) {
            case "[", "{", "(" -> {
                next++;
                String closing = token.equals("[") ? "]" : token.equals("{") ? "}" : ")";
                inBrackets(group, repeats || token.equals("{"), closing, seen);
            }
            case ":" -> {
                problem("':' stands without the name of a group");
                next++;
            }
            default -> {
                next++;
                place(group, token, repeats, seen);
            }
        }
    }

    private void inBrackets(Group group, boolean repeats, String closing, Map<String, Integer> seen) {
        if (next + 1 < tokens.size() && tokens.get(next + 1).equals(":")) {
            Group inner = new Group(group, tokens.get(next), repeats);
            next += 2;
            items(inner, closing);
            group.add(inner);
            return;
        }
        while (next < tokens.size() && !"]})".contains(tokens.get(next))) {
            item(group, repeats, seen);
        }
        if (next < tokens.size() && tokens.get(next).equals(closing)) {
            next++;
        } else {
            problem("'" + closing + "' is missing");
            next++;
        }
    }

    private void place(Group group, String name, boolean repeats, Map<String, Integer> seen) {
        if (!name.matches("[A-Z][A-Z0-9]{2}")) {
            problem("'" + name + "' is no segment; a group is written { NAME: … }");
            return;
        }
        int count = seen.merge(name, 1, Integer::sum);
        String own = count == 1 ? name : name + "#" + count;
        String path = group.path().isEmpty() ? own : group.path() + "." + own;
        Place place = new Place(group, name, path, repeats);
        group.add(place);
        places.add(place);
    }

    private void problem(String what) {
        problems.add(file, line, "structure: " + what, "");
    }
}
