package dev.tributary.flow.routes;

import java.util.Map;

/**
 * One route to make from a template in {@code routes/}.
 *
 * @param template id of the {@code routeTemplate}
 * @param routeId the name people see in hawtio and metrics: {@code feed-lab}
 * @param description one line that says what it does
 * @param parameters the template's parameters
 */
public record TemplatedRoute(String template, String routeId, String description, Map<String, String> parameters) {}
