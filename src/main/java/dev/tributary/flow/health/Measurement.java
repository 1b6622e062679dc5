package dev.tributary.flow.health;

import dev.tributary.base.FeedName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;

/** How one part of the engine is doing: names and numbers, nothing of a patient. Rules see it as FHIR Parameters. */
final class Measurement {

    /** The feed of what belongs to no feed. */
    static final FeedName ENGINE = new FeedName("engine");

    private final String id;
    private final FeedName feed;
    private final String name;
    private final Map<String, Double> values = new LinkedHashMap<>();

    private Measurement(String id, FeedName feed, String name) {
        this.id = id;
        this.feed = feed;
        this.name = name;
    }

    /** @return of a feed */
    static Measurement ofFeed(FeedName feed) {
        return new Measurement("feed-" + feed.value(), feed, feed.value());
    }

    /** @return of a part that is no feed, such as {@code subscriber} {@code ward-7} */
    static Measurement of(String kind, String name) {
        return new Measurement(kind + "-" + name, ENGINE, name);
    }

    /** @return this, with one more value */
    Measurement with(String value, double number) {
        values.put(value, number);
        return this;
    }

    /** @return {@code feed-lab}: the same part has the same id each time */
    String id() {
        return id;
    }

    FeedName feed() {
        return feed;
    }

    /** @return as rules see it: parameters {@code name} and one for each value */
    Parameters resource() {
        Parameters parameters = new Parameters();
        parameters.setId("Parameters/" + id);
        parameters.addParameter().setName("name").setValue(new StringType(name));
        values.forEach((value, number) -> parameters
                .addParameter()
                .setName(value)
                .setValue(new DecimalType(
                        BigDecimal.valueOf(number).setScale(number % 1 == 0 ? 0 : 1, RoundingMode.HALF_UP))));
        return parameters;
    }
}
