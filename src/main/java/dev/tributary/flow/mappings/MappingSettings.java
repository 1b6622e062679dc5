package dev.tributary.flow.mappings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the mapping set is kept up to date.
 *
 * @param watch how often {@code mappings/} and {@code config/codes/} are looked at; a change is read once the files have been
 *     quiet for as long. 0: only {@code POST /api/mappings/reload} reads them
 * @param managedElsewhere whether the files come from a repository or an image, so that the console must not write any: it
 *     then only hands a changed file out
 */
@ConfigurationProperties("tributary.mappings")
public record MappingSettings(
        @DefaultValue("2s") Duration watch,
        @DefaultValue("false") boolean managedElsewhere) {}
