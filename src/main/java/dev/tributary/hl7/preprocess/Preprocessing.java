package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.MessageEditor;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** The steps of one feed, in the order they are named. Immutable. */
public final class Preprocessing {

    /** Leaves every message as it is. */
    public static final Preprocessing NONE = new Preprocessing(List.of());

    private final List<Step> steps;

    private Preprocessing(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * @param steps each a name of the {@link Catalog} and its arguments, as {@link Catalog#step} takes them
     * @return the steps, ready
     * @throws IllegalArgumentException naming the step, what is wrong with it, and the cure
     */
    public static Preprocessing of(List<String> steps) {
        return steps.isEmpty()
                ? NONE
                : new Preprocessing(steps.stream().map(Catalog::step).toList());
    }

    /**
     * @param bytes as received; never changed
     * @param fallback the feed's character set, for messages without MSH-18
     * @return a copy after all steps
     */
    public Preprocessed apply(byte[] bytes, Charset fallback) {
        if (steps.isEmpty()) {
            return new Preprocessed(bytes, List.of());
        }
        MessageEditor message = MessageEditor.of(bytes, fallback);
        List<Change> changes = new ArrayList<>();
        for (Step step : steps) {
            step.apply(message, changes);
        }
        return new Preprocessed(message.bytes(), changes);
    }
}
