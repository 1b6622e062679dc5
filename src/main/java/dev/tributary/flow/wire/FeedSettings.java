package dev.tributary.flow.wire;

import dev.tributary.base.FeedName;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.settings.SettingsCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads {@code tributary.feeds.*}, and with it checks everything under {@code tributary.}. */
public final class FeedSettings {

    private static final int DEFAULT_PORT = 2575;

    /** Settings that are read where they are needed and bound by no record. */
    private static final Set<String> UNBOUND = Set.of(
            "tributary.admin-password",
            "tributary.data-dir",
            "tributary.demo",
            // the environment variable TRIBUTARY_PASSWORD, which is for the verbs that ask a running engine
            "tributary.password",
            // TRIBUTARY_UNDER_TEST, and what it allows: KillPoint, ClockOffset
            "tributary.under.test",
            "tributary.test.*",
            // checked by their own rooms
            "tributary.broker.*",
            "tributary.subscribers.*");

    private FeedSettings() {}

    /**
     * @param environment with all its sources
     * @return the feeds, the feed {@code default} among them unless it is disabled
     * @throws ProblemsException with every mistake under {@code tributary.}
     */
    public static FeedRegistry read(ConfigurableEnvironment environment) {
        SettingsCheck check = new SettingsCheck(environment, UNBOUND);
        List<Problem> problems = new ArrayList<>(check.problems());
        if (!problems.isEmpty()) {
            throw new ProblemsException(problems);
        }
        Map<String, FeedProperties> feeds = bind(Binder.get(environment));
        feeds.forEach((name, feed) -> {
            problems.addAll(check.violations(feed, "tributary.feeds." + name));
            problems.addAll(new FeedCheck(check, name, feed).problems());
        });
        problems.addAll(FeedCheck.samePorts(check, feeds));
        if (!problems.isEmpty()) {
            throw new ProblemsException(problems);
        }
        Map<FeedName, FeedProperties> enabled = new HashMap<>();
        feeds.forEach((name, feed) -> {
            if (feed.enabled()) {
                enabled.put(new FeedName(name), feed);
            }
        });
        return new FeedRegistry(enabled);
    }

    private static Map<String, FeedProperties> bind(Binder binder) {
        Map<String, FeedProperties> feeds = new TreeMap<>(
                binder.bindOrCreate("tributary", FeedsProperties.class).feeds());
        String name = FeedName.DEFAULT.value();
        FeedProperties found = feeds.get(name);
        if (found == null) {
            found = binder.bindOrCreate("tributary.feeds." + name, Bindable.of(FeedProperties.class));
        }
        feeds.put(name, found.port() == null ? found.withPort(DEFAULT_PORT) : found);
        return feeds;
    }
}
