package dev.tributary.cli.send;

import dev.tributary.base.NearestWord;
import dev.tributary.hl7.AckPolicy;
import dev.tributary.hl7.AckVerdict;
import dev.tributary.hl7.MessageHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message with holes. Bytes other than those of the variables stay as they are. */
final class Template {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final int CONTROL_ID = 10;

    // texts and variable names in turn, beginning with a text
    private final List<String> pieces;
    private final boolean answered;

    private Template(List<String> pieces, boolean answered) {
        this.pieces = pieces;
        this.answered = answered;
    }

    /**
     * @param message the template
     * @param variables the names that have a value
     * @param reasons gets a sentence for each name that has none
     */
    static Template of(OutgoingMessage message, List<String> variables, List<String> reasons) {
        String text = withVaryingControlId(new String(message.bytes(), StandardCharsets.ISO_8859_1), message.header());
        List<String> pieces = new ArrayList<>();
        Matcher found = VARIABLE.matcher(text);
        int at = 0;
        while (found.find()) {
            String name = found.group(1);
            if (!variables.contains(name)) {
                String cure = NearestWord.cure(name, variables);
                reasons.add(message.source() + ": there is no variable ${" + name + "}: "
                        + (cure.isEmpty() ? "use one of " + String.join(", ", variables) : cure));
            }
            pieces.add(text.substring(at, found.start()));
            pieces.add(name);
            at = found.end();
        }
        pieces.add(text.substring(at));
        return new Template(pieces, asksForAnAnswer(message.header()));
    }

    /** @return whether a receiver that follows MSH-15 and MSH-16 answers this */
    boolean isAnswered() {
        return answered;
    }

    byte[] fill(Map<String, String> values) {
        StringBuilder text = new StringBuilder(1024);
        for (int i = 0; i < pieces.size(); i++) {
            text.append(i % 2 == 0 ? pieces.get(i) : values.get(pieces.get(i)));
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean asksForAnAnswer(MessageHeader header) {
        return AckPolicy.atReceipt(header, AckVerdict.ACCEPT).atReceipt().isPresent()
                || AckPolicy.afterProcessing(header, AckVerdict.ACCEPT).isPresent();
    }

    private static String withVaryingControlId(String text, MessageHeader header) {
        if (header.controlId().contains("${")) {
            return text;
        }
        char separator = header.separators().field();
        int end = text.indexOf('\r');
        String msh = end < 0 ? text : text.substring(0, end);
        // MSH-1 is the first separator, so MSH-10 is the part at index 9
        List<String> fields = new ArrayList<>(List.of(msh.split(Pattern.quote(String.valueOf(separator)), -1)));
        while (fields.size() < CONTROL_ID) {
            fields.add("");
        }
        fields.set(CONTROL_ID - 1, "${run}-${seq}");
        return String.join(String.valueOf(separator), fields) + (end < 0 ? "" : text.substring(end));
    }
}
