package dev.tributary.base;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads what a user wrote in YAML, as nodes that know their lines. No object is made of it, so that a tag cannot name a
 * class; size (3 MB), depth (50) and aliases (50) are limited, so that a file cannot take all memory.
 */
public final class YamlFile {

    private YamlFile() {}

    /**
     * @param file as the user would name it
     * @param text what stands in it
     * @param problems takes what is wrong with it, with its line
     * @return the top node; null if the file is empty or not readable
     */
    public static @Nullable Node read(String file, String text, Problems problems) {
        try {
            return new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(file, line, "not YAML: " + e.getProblem(), "check quotes, brackets and indentation");
        } catch (ReaderException e) {
            String what = String.format("not text: the character U+%04X is not allowed in YAML", e.getCodePoint());
            problems.add(file, lineOf(text, e.getCodePoint()), what, "save the file as plain text in UTF-8");
        } catch (YAMLException e) {
            problems.add(file, 1, "not readable: " + e.getMessage(), "split the file, and nest less");
        }
        return null;
    }

    private static int lineOf(String text, int codePoint) {
        int at = text.indexOf(codePoint);
        return 1
                + (int) text.codePoints()
                        .limit(Math.max(0, at))
                        .filter(c -> c == '\n')
                        .count();
    }
}
