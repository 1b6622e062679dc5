package dev.tributary.flow.wire;

import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All feeds. The feed {@code default} on port 2575 exists even if it is not named here; {@code
 * tributary.feeds.default.enabled: false} takes it away.
 *
 * @param feeds settings by name; a name has lower-case letters, digits and hyphens
 */
@ConfigurationProperties("tributary")
public record FeedsProperties(@DefaultValue Map<String, @Valid FeedProperties> feeds) {}
