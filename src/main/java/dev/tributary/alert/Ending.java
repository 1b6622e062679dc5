package dev.tributary.alert;

/**
 * What a change does to alerts that a rule has raised about the same resource.
 *
 * @param kind {@link AlertKind#RETRACTED}, {@link AlertKind#RECOVERED} or {@link AlertKind#REOPENED}
 * @param latestOnly only the latest of them; else all
 * @param alert what the rule would say now: its rule and focus tell which alerts, its text is that of a re-opening
 */
public record Ending(AlertKind kind, boolean latestOnly, Alert alert) {}
