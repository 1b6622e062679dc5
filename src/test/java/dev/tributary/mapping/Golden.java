package dev.tributary.mapping;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.base.FeedName;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** The golden messages of src/test/resources/golden, mapped by the tables we ship. */
final class Golden {

    static final Path FOLDER = Path.of("src/test/resources/golden");
    static final MappingLibrary LIBRARY = MappingLibrary.open(Path.of("mappings"));
    static final FeedProfile PROFILE = FeedProfile.of(FeedName.DEFAULT, ZoneId.of("America/New_York"));

    // digits of decimals are part of the result: 6.80 is not 6.8
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Golden() {}

    static List<String> cases() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".hl7"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Hl7Message message(String name) {
        try {
            return Hl7Reader.read(Files.readAllBytes(FOLDER.resolve(name + ".hl7")), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MappingResult map(Hl7Message message) {
        return LIBRARY.plan(message.header(), PROFILE).apply(message, PROFILE);
    }

    static MappingResult map(String name) {
        return map(message(name));
    }
}
