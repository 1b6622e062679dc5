package dev.tributary.alert.loop;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertKind;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A book that is gone with its test. Used by one thread. */
final class MemoryBook implements AlertBook {

    private final Map<String, Standing> alerts = new LinkedHashMap<>();
    private final Map<String, Watch> watches = new LinkedHashMap<>();

    @Override
    public boolean add(Alert alert, AlertState state) {
        return alerts.putIfAbsent(alert.id(), new Standing(alert, state, null, null, 0, null)) == null;
    }

    @Override
    public Optional<Standing> find(String id) {
        return Optional.ofNullable(alerts.get(id));
    }

    @Override
    public List<Standing> standing(String rule, String focus) {
        List<Standing> found = new ArrayList<>();
        for (Standing each : alerts.values()) {
            if (each.alert().kind() == AlertKind.RAISED
                    && each.alert().rule().equals(rule)
                    && each.alert().focus().equals(focus)
                    && each.state() != AlertState.RETRACTED
                    && each.state() != AlertState.RECOVERED) {
                found.add(0, each);
            }
        }
        return found;
    }

    @Override
    public void close(String id, AlertState state, Instant at, @Nullable String by) {
        alerts.computeIfPresent(
                id, (key, old) -> new Standing(old.alert(), state, old.openedAt(), null, old.step(), by));
    }

    @Override
    public void open(String id, Instant at, Instant due, Instant next) {
        alerts.computeIfPresent(id, (key, old) -> new Standing(old.alert(), AlertState.OPEN, at, due, 0, null));
    }

    @Override
    public void escalated(String id, int step, @Nullable Instant next) {
        // nobody waits in a test of rules
    }

    @Override
    public void note(String id, LoopEvent event) {
        // nor does anybody read the story
    }

    @Override
    public int burstSince(String burst, Instant since) {
        return (int) alerts.values().stream()
                .filter(each ->
                        burst.equals(each.alert().burst()) && !each.alert().at().isBefore(since))
                .count();
    }

    @Override
    public void summarise(String id, Instant next) {
        // summaries are the clock's
    }

    @Override
    public void watch(Watch watch) {
        String key = watch.rule() + " " + watch.focus();
        if (watch.at() == null) {
            watches.remove(key);
        } else {
            watches.put(key, watch);
        }
    }

    /** @return questions due by then, taken from the book */
    List<Watch> due(Instant now) {
        List<Watch> due = watches.values().stream()
                .filter(watch -> watch.at() != null && !watch.at().isAfter(now))
                .toList();
        watches.values().removeAll(due);
        return due;
    }
}
