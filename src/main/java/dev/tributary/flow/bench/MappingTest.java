package dev.tributary.flow.bench;

import dev.tributary.mapping.document.Written;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One test as written.
 *
 * @param file as a user would name it
 * @param line where it begins
 * @param name what it shows
 * @param feed the messages come in by
 * @param before messages that came earlier, for the record and the alerts
 * @param message the one that is looked at
 * @param expect what expressions give
 * @param issues all issues, {@code CODE_UNMAPPED at PID-8}; null if the test does not say
 * @param unmapped all leaves that no row carries; null if the test does not say
 * @param deletions all elements that are to be deleted; null if the test does not say
 * @param alerts all alerts of the message; null if the test does not say
 */
public record MappingTest(
        String file,
        int line,
        String name,
        FeedSpec feed,
        List<MessageSource> before,
        MessageSource message,
        List<Expected> expect,
        @Nullable List<Written> issues,
        @Nullable List<Written> unmapped,
        @Nullable List<Written> deletions,
        @Nullable List<ExpectedAlert> alerts) {}
