package dev.tributary.flow.codes;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How codes are mapped while running.
 *
 * @param secondPerson whether a line takes effect only when another person than its author approves it
 */
@ConfigurationProperties("tributary.codes")
public record CodeSettings(@DefaultValue("false") boolean secondPerson) {}
