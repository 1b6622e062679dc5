package dev.tributary.flow.wire;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one feed may ask of the engine.
 *
 * @param frameSize the largest message, from VT to FS; a larger one gets AR, its beginning is kept in the journal, and
 *     the connection is closed
 * @param connections open MLLP connections at a time; further ones are closed at once
 * @param idle a connection on which nothing came or went for this long is closed; 0 keeps silent connections for ever
 * @param frameTime from the first byte of a frame to its end; a slower sender is cut off, unacknowledged
 * @param inFlight messages of one connection that may wait for the journal at a time; beyond it the engine stops
 *     reading from that connection until answers went out
 */
public record FeedLimits(
        @DefaultValue("16MB") DataSize frameSize,
        @DefaultValue("200") @Min(1) @Max(100000) int connections,
        @DefaultValue("1h") @DurationMin Duration idle,
        @DefaultValue("60s") @DurationMin(millis = 1) Duration frameTime,
        @DefaultValue("64") @Min(1) @Max(10000) int inFlight) {}
