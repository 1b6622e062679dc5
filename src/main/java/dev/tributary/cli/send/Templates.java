package dev.tributary.cli.send;

import dev.tributary.cli.WrongInput;
import dev.tributary.hl7.HeaderPeek;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The templates of a run, taken in turn, and the values of their variables. */
final class Templates {

    private static final List<String> VARIABLES = List.of("seq", "mrn", "now", "run");
    private static final List<String> BUILT_IN = List.of("adt-a01.hl7", "adt-a08.hl7", "oru-r01.hl7");
    private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSS'+0000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<Template> templates;
    private final String run;
    private final int patients;

    private Templates(List<OutgoingMessage> messages, String run, int patients) {
        List<String> reasons = new ArrayList<>();
        this.templates = messages.stream()
                .map(message -> Template.of(message, VARIABLES, reasons))
                .toList();
        this.run = run;
        this.patients = patients;
        if (!reasons.isEmpty()) {
            throw new WrongInput(reasons);
        }
    }

    /** @throws WrongInput if a file cannot be read, holds no message or an unknown variable */
    static Templates of(List<Path> files, String run, int patients) {
        return new Templates(MessageFiles.read(files), run, patients);
    }

    /** @return an invented admission, update and laboratory result of the same patient in turn */
    static Templates builtIn(String run, int patients) {
        return new Templates(BUILT_IN.stream().map(Templates::builtIn).toList(), run, patients);
    }

    private static OutgoingMessage builtIn(String name) {
        try (InputStream in = Templates.class.getResourceAsStream("/cli/send/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            byte[] bytes = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\n", "\r")
                    .getBytes(StandardCharsets.UTF_8);
            return new OutgoingMessage(name, HeaderPeek.of(bytes).orElseThrow(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether the sequence number's message asks for an answer */
    boolean isAnswered(long seq) {
        return template(seq).isAnswered();
    }

    /**
     * @param seq from 1
     * @param now when it is sent
     * @return the message
     */
    byte[] message(long seq, Instant now) {
        // a round of templates is about one patient
        long patient = (seq - 1) / templates.size() % patients;
        return template(seq)
                .fill(Map.of(
                        "seq",
                        Long.toString(seq),
                        "mrn",
                        "LD" + (1_000_000 + patient),
                        "now",
                        NOW.format(now),
                        "run",
                        run));
    }

    private Template template(long seq) {
        return templates.get((int) ((seq - 1) % templates.size()));
    }
}
