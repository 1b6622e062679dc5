package dev.tributary.alert.subscriber;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code tributary.subscribers.<name>.mllp.*}.
 *
 * @param onError what AE and CE mean: by the standard the message is at fault
 * @param onReject what AR and CR mean: by the standard the receiver could not, for a reason that may pass
 */
public record MllpSettings(
        @DefaultValue("refuse") OnNegative onError,
        @DefaultValue("retry") OnNegative onReject) {}
