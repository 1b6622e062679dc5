package dev.tributary.flow.management.logging;

import ch.qos.logback.core.rolling.RollingFileAppender;

/** A log file that exists only if {@code logging.file.name} names one. */
public final class OptionalFile<E> extends RollingFileAppender<E> {

    @Override
    public void start() {
        if (fileName != null && !fileName.isBlank()) {
            super.start();
        }
    }

    @Override
    protected void append(E event) {
        if (isStarted()) {
            super.append(event);
        }
    }

    /** Not started is meant: no warning about it. */
    @Override
    public synchronized void doAppend(E event) {
        if (isStarted()) {
            super.doAppend(event);
        }
    }
}
