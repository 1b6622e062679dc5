package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.flow.management.StartFact;
import java.lang.management.ManagementFactory;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/status}: the head of the console's page. */
@RestController
@RequestMapping("/api/status")
final class StatusApi {

    private final HealthEndpoint health;
    private final ObjectProvider<BuildProperties> build;
    private final ObjectProvider<StartFact> facts;
    private final Clock clock;

    StatusApi(
            HealthEndpoint health,
            ObjectProvider<BuildProperties> build,
            ObjectProvider<StartFact> facts,
            Clock clock) {
        this.health = health;
        this.build = build;
        this.facts = facts;
        this.clock = clock;
    }

    @GetMapping
    View now(Principal who) {
        HealthComponent whole = health.health();
        Map<String, String> parts = new LinkedHashMap<>();
        if (whole instanceof CompositeHealth composite) {
            composite
                    .getComponents()
                    .forEach((name, part) ->
                            parts.put(name, part.getStatus().getCode().toLowerCase(Locale.ROOT)));
        }
        BuildProperties properties = build.getIfAvailable();
        return new View(
                properties == null ? null : properties.getVersion(),
                whole.getStatus().getCode().toLowerCase(Locale.ROOT),
                parts,
                facts.orderedStream()
                        .map(fact -> new Fact(fact.label(), fact.value().get()))
                        .toList(),
                clock.instant(),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                who.getName());
    }

    /** A label and what stands beside it. */
    record Fact(String label, String value) {}

    /**
     * @param version of the engine; null when it runs from sources
     * @param status of the whole
     * @param parts status of each part
     * @param facts as on the start screen
     * @param now the engine's clock
     * @param startedAt when the process began
     * @param user who asks
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            @Nullable String version,
            String status,
            Map<String, String> parts,
            List<Fact> facts,
            Instant now,
            Instant startedAt,
            String user) {}
}
