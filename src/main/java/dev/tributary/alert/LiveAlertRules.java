package dev.tributary.alert;

import dev.tributary.alert.rule.RuleFile;
import dev.tributary.alert.subscriber.Subscribers;
import java.util.Collection;
import java.util.function.Supplier;

/** The alert rules as they are now; they may be replaced while the engine runs. Thread-safe. */
public final class LiveAlertRules implements Supplier<AlertRules> {

    private final AlertSettings settings;
    private volatile AlertRules rules;

    /**
     * @param files the rules to begin with
     * @param settings names the subscribers, who name rules
     * @throws dev.tributary.base.ProblemsException with every mistake in every file
     */
    public LiveAlertRules(Collection<RuleFile> files, AlertSettings settings) {
        this.settings = settings;
        this.rules = AlertRules.load(files);
    }

    @Override
    public AlertRules get() {
        return rules;
    }

    /**
     * Reads rules aside; {@link #replace} puts them in force.
     *
     * @param files one rule each
     * @throws dev.tributary.base.ProblemsException with every mistake in every file, and with every subscriber that names a
     *     rule or event that would be gone
     */
    public AlertRules read(Collection<RuleFile> files) {
        AlertRules read = AlertRules.load(files);
        var unused = Subscribers.of(settings.subscribers(), read);
        return read;
    }

    /** @param read what the next message is asked about */
    public void replace(AlertRules read) {
        rules = read;
    }
}
