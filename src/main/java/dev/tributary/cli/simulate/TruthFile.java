package dev.tributary.cli.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;

/** The ground truth as JSON: one object a story, with the names of {@link StoryTruth}. */
final class TruthFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private TruthFile() {}

    static String of(List<Story> stories) {
        StringBuilder text = new StringBuilder("[\n");
        String separator = "";
        for (Story story : stories) {
            try {
                text.append(separator).append(JSON.writeValueAsString(story.truth()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("records of texts are always JSON", e);
            }
            separator = ",\n";
        }
        return text.append("\n]\n").toString();
    }
}
