package dev.tributary.flow.bench;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a test's message: the base, and the changes on it. */
final class TestMessages {

    private static final Pattern WHOLE_FIELD = Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[(\\d+)])?-(\\d+)");
    private static final Pattern SEGMENT = Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[(\\d+)])?");

    private TestMessages() {}

    /**
     * @param source as written
     * @return the bytes, in UTF-8
     * @throws IllegalArgumentException naming a change that cannot be made
     */
    static byte[] bytes(MessageSource source) {
        byte[] bytes = source.text().strip().getBytes(StandardCharsets.UTF_8);
        MessageEditor message = MessageEditor.of(bytes, StandardCharsets.UTF_8);
        source.drop().forEach(segment -> drop(message, segment));
        source.add()
                .forEach(segment -> message.insertAfter(segment.substring(0, Math.min(3, segment.length())), segment));
        source.set().forEach((path, raw) -> set(message, path, raw));
        return message.bytes();
    }

    private static void set(MessageEditor message, String path, String raw) {
        Matcher field = WHOLE_FIELD.matcher(path);
        boolean done;
        if (field.matches()) {
            int occurrence = field.group(2) == null ? 1 : Integer.parseInt(field.group(2));
            done = message.setField(field.group(1), occurrence, Integer.parseInt(field.group(3)), raw);
        } else {
            done = message.set(FieldPath.parse(path), raw);
        }
        if (!done) {
            throw new IllegalArgumentException("set: the message has no " + path.replaceAll("-.*", "")
                    + " (add it with add:, or take another base; MSH-1 and MSH-2 cannot be set)");
        }
    }

    private static void drop(MessageEditor message, String segment) {
        Matcher name = SEGMENT.matcher(segment);
        if (!name.matches() || message.count(name.group(1)) == 0) {
            throw new IllegalArgumentException("drop: the message has no segment '" + segment + "'");
        }
        if (name.group(2) != null) {
            if (!message.remove(name.group(1), Integer.parseInt(name.group(2)))) {
                throw new IllegalArgumentException("drop: the message has no " + segment);
            }
            return;
        }
        List<Integer> all = new ArrayList<>();
        for (int n = message.count(name.group(1)); n > 0; n--) {
            all.add(n);
        }
        all.forEach(n -> message.remove(name.group(1), n));
    }
}
