package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.flow.management.access.SignInGuard;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks what the REST asks, and says it in words, what needs a person first. */
final class OverviewReader {

    private static final Map<String, String> CONDITIONS = Map.of(
            "listening", "listening",
            "without-port", "by HTTP and file",
            "stopped", "stopped",
            "failed", "not listening",
            "removed", "no longer configured",
            "well", "works",
            "failing", "fails, is tried again",
            "circuit-open", "does not answer, is tried now and then");

    private static final Map<String, String> LEVELS = Map.of(
            "listening", "up",
            "without-port", "up",
            "stopped", "degraded",
            "failed", "down",
            "removed", "unknown",
            "well", "up",
            "failing", "degraded",
            "circuit-open", "degraded");

    private final StatusApi status;
    private final FeedsApi feeds;
    private final SubscribersApi subscribers;
    private final RateHistory rates;
    private final SignInGuard guard;

    OverviewReader(StatusApi status, FeedsApi feeds, SubscribersApi subscribers, RateHistory rates, SignInGuard guard) {
        this.status = status;
        this.feeds = feeds;
        this.subscribers = subscribers;
        this.rates = rates;
        this.guard = guard;
    }

    Overview read(Principal who, boolean operator) {
        StatusApi.View whole = status.now(who);
        List<FeedView> allFeeds = feeds.all();
        List<SubscribersApi.View> allSubscribers = subscribers.all();
        List<Overview.Concern> concerns = concerns(whole, allFeeds, allSubscribers, operator);
        if (operator) {
            guard.locks().forEach(lock -> concerns.add(new Overview.Concern(AccountPage.words(lock), "")));
        }
        boolean down = whole.status().equals("down") || whole.status().equals("out_of_service");
        String level = down ? "down" : concerns.isEmpty() ? "up" : "degraded";
        return new Overview(
                level,
                verdict(down, concerns.size()),
                concerns,
                whole.parts().entrySet().stream()
                        .map(part -> new Overview.PartLine(
                                part.getKey().equals("diskSpace") ? "disk" : part.getKey(),
                                part.getValue(),
                                part.getValue().replace('_', ' ')))
                        .toList(),
                allFeeds.stream().map(feed -> line(feed, whole.now())).toList(),
                allSubscribers.stream().map(one -> line(one, whole.now())).toList(),
                whole.facts(),
                (whole.version() == null ? "" : "Version " + whole.version() + " · ") + "up for "
                        + Times.lasted(whole.startedAt(), whole.now()),
                Times.exact(whole.now()),
                operator);
    }

    private static String verdict(boolean down, int concerns) {
        if (down) {
            return "Something is down";
        }
        return concerns == 0
                ? "All is well"
                : concerns == 1 ? "One thing needs a look" : concerns + " things need a look";
    }

    private static List<Overview.Concern> concerns(
            StatusApi.View whole, List<FeedView> feeds, List<SubscribersApi.View> subscribers, boolean operator) {
        List<Overview.Concern> found = new ArrayList<>();
        whole.parts().forEach((name, state) -> {
            if (!state.equals("up") && !state.equals("unknown") && !name.equals("feeds")) {
                found.add(new Overview.Concern(
                        (name.equals("diskSpace") ? "disk" : name) + " is " + state.replace('_', ' '), ""));
            }
        });
        for (FeedView feed : feeds) {
            String name = feed.feed();
            String messages = operator ? "/messages?feed=" + name + "&state=" : "";
            if (feed.condition().equals("failed") || feed.condition().equals("stopped")) {
                found.add(new Overview.Concern("feed " + name + " is " + CONDITIONS.get(feed.condition()), ""));
            }
            if (feed.held() > 0) {
                found.add(new Overview.Concern(
                        "feed " + name + ": " + Overview.grouped(feed.held()) + " held, patients wait behind them",
                        operator ? messages + "held" : ""));
            }
            if (feed.failed() > 0) {
                found.add(new Overview.Concern(
                        "feed " + name + ": " + Overview.grouped(feed.failed()) + " failed",
                        operator ? messages + "failed" : ""));
            }
            if (!feed.balanced()) {
                found.add(new Overview.Concern(
                        "feed " + name + " does not balance: that is a defect of the engine, please report it", ""));
            }
        }
        for (SubscribersApi.View one : subscribers) {
            if (!one.condition().equals("well")) {
                found.add(new Overview.Concern(
                        "subscriber " + one.subscriber() + " "
                                + CONDITIONS.getOrDefault(one.condition(), one.condition()),
                        ""));
            }
            if (one.dead() != null && one.dead() > 0) {
                found.add(new Overview.Concern("subscriber " + one.subscriber() + " refused " + one.dead(), ""));
            }
        }
        return found;
    }

    private Overview.FeedLine line(FeedView feed, Instant now) {
        long[] minutes = rates.of(new FeedName(feed.feed()));
        long sum = 0;
        long most = 1;
        for (long count : minutes) {
            sum += count;
            most = Math.max(most, count);
        }
        List<Overview.Bar> bars = new ArrayList<>();
        for (int i = 0; i < minutes.length; i++) {
            if (minutes[i] > 0) {
                double height = Math.max(1.5, 24.0 * minutes[i] / most);
                bars.add(new Overview.Bar(String.valueOf(i * 2), decimal(24 - height), decimal(height)));
            }
        }
        Map<String, Long> failed = new TreeMap<>(reasons(feed, "failed"));
        reasons(feed, "refused").forEach((reason, count) -> failed.merge(reason, count, Long::sum));
        Instant oldest = feed.oldestQueuedAt();
        return new Overview.FeedLine(
                feed.feed(),
                LEVELS.getOrDefault(feed.condition(), "unknown"),
                CONDITIONS.getOrDefault(feed.condition(), feed.condition()),
                edge(feed),
                bars,
                Overview.grouped(sum) + " in the last hour, " + minutes[minutes.length - 1] + " this minute",
                Overview.grouped(feed.received()),
                feed.balanced(),
                Overview.grouped(feed.processed()),
                Overview.Count.of(feed.filtered(), words(reasons(feed, "filtered")), ""),
                Overview.Count.of(feed.queued(), oldest == null ? "" : "oldest " + Times.lasted(oldest, now), ""),
                Overview.Count.of(feed.held(), words(reasons(feed, "held")), "waits"),
                Overview.Count.of(feed.failed(), words(failed), "wrong"),
                Times.ago(feed.lastReceivedAt(), now));
    }

    private static String edge(FeedView feed) {
        List<String> parts = new ArrayList<>();
        if (feed.address() != null) {
            parts.add(feed.address());
        }
        if (feed.connections() != null) {
            parts.add(feed.connections() + " connected");
        }
        return String.join(", ", parts);
    }

    private static Map<String, Long> reasons(FeedView feed, String of) {
        return feed.reasons().getOrDefault(of, Map.of());
    }

    private static String words(Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .filter(reason -> reason.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(reason -> reason.getKey().toLowerCase(Locale.ROOT).replace('_', ' ') + " "
                        + Overview.grouped(reason.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static Overview.SubscriberLine line(SubscribersApi.View one, Instant now) {
        return new Overview.SubscriberLine(
                one.subscriber(),
                LEVELS.getOrDefault(one.condition(), "unknown"),
                CONDITIONS.getOrDefault(one.condition(), one.condition()),
                known(one.depth()),
                known(one.dead()),
                Times.ago(one.lastDeliveredAt(), now),
                one.target());
    }

    private static String known(@Nullable Long count) {
        return count == null ? "?" : Overview.grouped(count);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
