package dev.tributary.flow.management.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much one request may bring, whoever sends it.
 *
 * @param maxBody largest body of a request to {@code /fhir} and {@code /api}; messages posted to a feed have the feed's own
 *     limit
 */
@ConfigurationProperties("tributary.http")
public record HttpLimits(@DefaultValue("16MB") DataSize maxBody) {}
