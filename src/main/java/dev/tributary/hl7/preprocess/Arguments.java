package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words after a step's name.
 *
 * @param step name of the step, for what is said about mistakes
 * @param words in order, quotes taken off
 */
record Arguments(String step, List<String> words) {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern PATH = Pattern.compile("[A-Z][A-Z0-9]{2}-\\d.*");

    /** @return name and arguments of a step as written */
    static Arguments parse(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text.strip());
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words.isEmpty() ? new Arguments("", words) : new Arguments(words.get(0), words.subList(1, words.size()));
    }

    /** Asks for a number of words. */
    void mustHave(int least, int most, String example) {
        if (words.size() < least || words.size() > most) {
            throw wrong("has " + words.size() + " arguments", example);
        }
    }

    String word(int index) {
        return words.get(index);
    }

    /** @return the word as a path of a field, component or subcomponent, of every segment of that name */
    FieldPath path(int index) {
        return path(words.get(index));
    }

    /** @return all words from an index on as paths */
    List<FieldPath> paths(int from) {
        return words.subList(from, words.size()).stream().map(this::path).toList();
    }

    /** @return whether a word looks like a path */
    static boolean isPath(String word) {
        return PATH.matcher(word).matches();
    }

    IllegalArgumentException wrong(String what, String example) {
        return new IllegalArgumentException("the step '" + step + "' " + what + " (write it like: " + example + ")");
    }

    private FieldPath path(String word) {
        try {
            FieldPath path = FieldPath.parse(word);
            if (path.segment().equals("MSH") && path.field() <= 2) {
                throw wrong("names '" + word + "', which declares the delimiters", "PID-3 or PID-3.4");
            }
            if (path.occurrence() > 1 || path.repetition() > 1) {
                throw wrong("names one occurrence, '" + word + "': steps run on all of them", "PID-3 or PID-3.4");
            }
            return path;
        } catch (IllegalArgumentException e) {
            throw String.valueOf(e.getMessage()).startsWith("the step")
                    ? e
                    : wrong("names '" + word + "', which is no field", "PID-3 or PID-3.4");
        }
    }
}
