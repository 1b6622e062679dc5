package dev.tributary.flow.routes;

/**
 * One file of {@code routes/}, read.
 *
 * @param name as the user would name it: {@code routes/feed-mllp.camel.yaml}
 * @param text its content
 */
public record RouteFile(String name, String text) {}
