package dev.tributary.flow.management.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/**
 * {@code %safeMessage}: our own lines as they are, of a library's line the first line up to where it begins to repeat an
 * exception's text ({@code caught: java.sql.SQLException: Key (name)=(Doe) ...}).
 */
public final class SafeMessage extends ClassicConverter {

    private static final Pattern EXCEPTION_TEXT =
            Pattern.compile("((?:[a-z][\\w$]*\\.){2,}[A-Z][\\w$]*(?:Exception|Error|Fault))\\b.*", Pattern.DOTALL);

    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (message == null || event.getLoggerName().startsWith("dev.tributary")) {
            return String.valueOf(message);
        }
        return EXCEPTION_TEXT
                .matcher(message)
                .replaceFirst("$1")
                .lines()
                .findFirst()
                .orElse("");
    }
}
