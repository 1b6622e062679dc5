package dev.tributary.record;

import dev.tributary.base.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How drafts are laid over stored resources: the tables in {@code mappings/record/}, checked. Immutable. */
public final class RecordRules {

    static final String ELEMENTS = "mappings/record/elements.yaml";

    static final String TIMELINE = "mappings/record/encounter-timeline.yaml";

    private final Map<String, ResourceRule> resources;
    private final ResourceRule anyOther;
    private final Set<String> fillOnlyMessages;
    private final Set<String> masterMessages;
    private final TimelineRules timeline;

    RecordRules(
            Map<String, ResourceRule> resources,
            ResourceRule anyOther,
            Set<String> fillOnlyMessages,
            Set<String> masterMessages,
            TimelineRules timeline) {
        this.resources = Map.copyOf(resources);
        this.anyOther = anyOther;
        this.fillOnlyMessages = Set.copyOf(fillOnlyMessages);
        this.masterMessages = Set.copyOf(masterMessages);
        this.timeline = timeline;
    }

    /**
     * @param workingDirectory its {@code mappings/record/} is read; a file that is absent there, from the jar
     * @return the rules
     * @throws dev.tributary.base.ProblemsException with every mistake in every file
     */
    public static RecordRules load(Path workingDirectory) {
        return in(workingDirectory.resolve("mappings"));
    }

    /**
     * @param mappings a mapping set; its {@code record/} is read, and a file that is absent there, from the jar
     * @return the rules
     * @throws dev.tributary.base.ProblemsException with every mistake in every file
     */
    public static RecordRules in(Path mappings) {
        Problems problems = new Problems();
        RecordRules rules = parse(read(mappings, ELEMENTS), read(mappings, TIMELINE), problems);
        problems.throwIfAny();
        return rules;
    }

    /**
     * @param elements text of {@code record/elements.yaml}; null for the one in the jar
     * @param timeline text of {@code record/encounter-timeline.yaml}; null for the one in the jar
     * @return the rules
     * @throws dev.tributary.base.ProblemsException with every mistake in both
     */
    public static RecordRules of(@Nullable String elements, @Nullable String timeline) {
        Path nowhere = Path.of("");
        Problems problems = new Problems();
        RecordRules rules = parse(
                elements == null ? read(nowhere.resolve("no-mappings"), ELEMENTS) : elements,
                timeline == null ? read(nowhere.resolve("no-mappings"), TIMELINE) : timeline,
                problems);
        problems.throwIfAny();
        return rules;
    }

    static RecordRules parse(String elements, String timeline, Problems problems) {
        return new ElementsFile(ELEMENTS, problems).read(elements, new TimelineFile(TIMELINE, problems).read(timeline));
    }

    private static String read(Path mappings, String name) {
        Path file = mappings.resolve(name.substring("mappings/".length()));
        try (InputStream in = Files.exists(file)
                ? Files.newInputStream(file)
                : RecordRules.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TimelineRules timeline() {
        return timeline;
    }

    ResourceRule of(String resourceType) {
        return resources.getOrDefault(resourceType, anyOther);
    }

    /** Whether this statement may overwrite what others said of such a resource. */
    Ownership roleOf(String resourceType, Statement statement) {
        boolean owns =
                switch (of(resourceType).owner()) {
                    case SENDER -> true;
                    case MASTER -> masterMessages.contains(statement.messageCode());
                    case FEED ->
                        statement.ownership() == Ownership.OWNER && !fillOnlyMessages.contains(statement.messageCode());
                };
        return owns ? Ownership.OWNER : Ownership.CONTRIBUTOR;
    }
}
