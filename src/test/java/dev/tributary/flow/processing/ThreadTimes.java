package dev.tributary.flow.processing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The CPU time of this process by kind of thread, the JVM's own included, as Linux tells it; elsewhere nothing. */
final class ThreadTimes {

    private static final Path TASKS = Path.of("/proc/self/task");
    /** A tick of the kernel's clock, as it tells times to programs. */
    private static final long NANOS_A_TICK = 10_000_000;

    private ThreadTimes() {}

    /** @return nanoseconds by name of the thread, without what comes behind its first number or sign */
    static Map<String, Long> byKind() {
        Map<String, Long> times = new HashMap<>();
        if (!Files.isDirectory(TASKS)) {
            return times;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : tasks.toList()) {
                add(task.resolve("stat"), times);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }

    // proc(5): the name in brackets is the second value, user and system time are the 14th and 15th
    private static void add(Path stat, Map<String, Long> times) {
        String text;
        try {
            text = Files.readString(stat);
        } catch (IOException e) {
            // it has ended
            return;
        }
        int close = text.lastIndexOf(')');
        String kind = text.substring(text.indexOf('(') + 1, close).replaceAll("[-#\\d].*", "");
        List<String> values = List.of(text.substring(close + 2).split(" "));
        long ticks = Long.parseLong(values.get(11)) + Long.parseLong(values.get(12));
        times.merge(kind, ticks * NANOS_A_TICK, Long::sum);
    }
}
