package dev.tributary.flow.management.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a library says in an exception does not reach the log. */
class SafeLinesTest {

    @Test
    void anExceptionShowsItsClassesAndPlacesAndNotItsText() {
        Exception deep = new IllegalStateException("Doe^John", new SQLException("Key (name)=(Doe) already exists"));

        String line = new SafeThrowable().convert(event("org.apache.camel.X", "it failed", deep));

        assertThat(line)
                .startsWith(" exception=IllegalStateException (SafeLinesTest.java:")
                .contains(" < SQLException")
                .doesNotContain("Doe");
    }

    @Test
    void aLibrarysLineEndsWhereAnExceptionsTextBegins() {
        String line = new SafeMessage()
                .convert(event(
                        "org.apache.camel.processor.errorhandler.DefaultErrorHandler",
                        "Failed delivery for (MessageId: 1). caught: java.sql.SQLException: Key (name)=(Doe)\nDoe",
                        null));

        assertThat(line).isEqualTo("Failed delivery for (MessageId: 1). caught: java.sql.SQLException");
    }

    @Test
    void ourOwnLinesStayWhole() {
        String line = new SafeMessage().convert(event("dev.tributary.flow.X", "feed stopped", null));

        assertThat(line).isEqualTo("feed stopped");
    }

    private LoggingEvent event(String logger, String message, @Nullable Throwable throwable) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(logger);
        event.setLevel(Level.ERROR);
        event.setMessage(message);
        if (throwable != null) {
            event.setThrowableProxy(new ThrowableProxy(throwable));
        }
        return event;
    }
}
