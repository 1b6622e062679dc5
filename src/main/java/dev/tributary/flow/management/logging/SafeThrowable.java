package dev.tributary.flow.management.logging;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/**
 * {@code %safeThrowable}: an exception in one line, as the classes of its chain and the first place of each. Never its
 * message: a database repeats the row, a parser the field, in its exception text.
 */
public final class SafeThrowable extends ThrowableHandlingConverter {

    private static final int LONGEST_CHAIN = 8;

    @Override
    public String convert(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        @Nullable IThrowableProxy throwable = event.getThrowableProxy();
        for (int i = 0; throwable != null && i < LONGEST_CHAIN; i++) {
            line.append(i == 0 ? " exception=" : " < ").append(simpleName(throwable.getClassName()));
            StackTraceElementProxy[] places = throwable.getStackTraceElementProxyArray();
            if (places != null && places.length > 0) {
                line.append(" (").append(place(places)).append(')');
            }
            throwable = throwable.getCause();
        }
        return line.toString();
    }

    /** The first of our own lines if there is one: that is where to look. */
    private static String place(StackTraceElementProxy[] places) {
        StackTraceElement shown = places[0].getStackTraceElement();
        for (StackTraceElementProxy place : places) {
            if (place.getStackTraceElement().getClassName().startsWith("dev.tributary.")) {
                shown = place.getStackTraceElement();
                break;
            }
        }
        return shown.getFileName() + ":" + shown.getLineNumber();
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
