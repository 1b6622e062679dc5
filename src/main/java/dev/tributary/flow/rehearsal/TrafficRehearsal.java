package dev.tributary.flow.rehearsal;

import dev.tributary.base.FeedName;
import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import dev.tributary.flow.processing.FeedPreparation;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.ReceivedMessages;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.MappingLibrary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps the messages of the last days by the set in force and by a changed one, and tells how the results differ: each message
 * is read once and mapped twice, on one thread of its own and of low priority, so that a core stays with the traffic. Nothing
 * is written. One at a time; the last report stays until the next begins. Thread-safe.
 */
public final class TrafficRehearsal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficRehearsal.class);
    private static final int MOST_DAYS = 366;

    /**
     * What is asked.
     *
     * @param what the change in a few words
     * @param who asks
     * @param days how far back, 1 to 366
     * @param feed only of this feed; null for all
     * @param now the set in force
     * @param then the changed set
     * @param overlay that the feed shall be mapped with as if its settings named it; empty if none
     */
    public record Asked(
            String what,
            String who,
            int days,
            @Nullable FeedName feed,
            MappingLibrary now,
            MappingLibrary then,
            String overlay) {

        /** @throws IllegalArgumentException if the days are out of bounds */
        public Asked {
            if (days < 1 || days > MOST_DAYS) {
                throw new IllegalArgumentException("days " + days + ": use 1 to " + MOST_DAYS);
            }
        }
    }

    private static final class Run {
        private final Asked asked;
        private final Instant startedAt;
        private final Differences differences = new Differences();
        private volatile boolean cancelled;
        private RehearsalReport.State state = RehearsalReport.State.RUNNING;
        private @Nullable Instant endedAt;
        private long total;
        private long done;
        private long different;
        private long unread;

        private Run(Asked asked, Instant startedAt) {
            this.asked = asked;
            this.startedAt = startedAt;
        }

        private synchronized RehearsalReport report() {
            FeedName feed = asked.feed();
            return new RehearsalReport(
                    state,
                    asked.what(),
                    asked.who(),
                    asked.days(),
                    feed == null ? "" : feed.value(),
                    startedAt,
                    endedAt,
                    total,
                    done,
                    different,
                    unread,
                    differences.all());
        }

        private synchronized void end(RehearsalReport.State how, Instant at) {
            state = how;
            endedAt = at;
        }
    }

    private final ReceivedMessages received;
    private final FeedRegistry feeds;
    private final FeedPreparation preparation;
    private final Clock clock;
    private @Nullable Run run;
    private @Nullable Thread thread;

    /**
     * @param received the journal
     * @param feeds whose settings shape the messages
     * @param clock for the span of days
     */
    public TrafficRehearsal(ReceivedMessages received, FeedRegistry feeds, Clock clock) {
        this.received = received;
        this.feeds = feeds;
        this.preparation = new FeedPreparation(feeds);
        this.clock = clock;
    }

    /**
     * Begins, unless one is running.
     *
     * @return whether it began
     */
    public synchronized boolean begin(Asked asked) {
        if (isRunning()) {
            return false;
        }
        Run next = new Run(asked, clock.instant());
        Thread worker = new Thread(() -> work(next), "mapping-rehearsal");
        worker.setDaemon(true);
        worker.setPriority(Thread.MIN_PRIORITY);
        run = next;
        thread = worker;
        worker.start();
        return true;
    }

    /** @return the report of the one that runs or ran last; empty if there was none since the start */
    public synchronized Optional<RehearsalReport> report() {
        return run == null ? Optional.empty() : Optional.of(run.report());
    }

    /** @return whether one was running; it stops after the message it is at */
    public synchronized boolean cancel() {
        if (run == null || !isRunning()) {
            return false;
        }
        run.cancelled = true;
        return true;
    }

    @Override
    public void close() {
        var unused = cancel();
        Thread worker;
        synchronized (this) {
            worker = thread;
        }
        if (worker != null) {
            try {
                worker.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isRunning() {
        return run != null && run.report().state() == RehearsalReport.State.RUNNING;
    }

    private void work(Run its) {
        Asked asked = its.asked;
        Instant to = its.startedAt;
        Instant from = to.minus(Duration.ofDays(asked.days()));
        RehearsalReport.State how = RehearsalReport.State.FAILED;
        try {
            long total = received.count(asked.feed(), from, to);
            synchronized (its) {
                its.total = total;
            }
            received.walk(asked.feed(), from, to, (id, wire) -> {
                look(its, id, wire);
                return !its.cancelled;
            });
            how = its.cancelled ? RehearsalReport.State.CANCELLED : RehearsalReport.State.DONE;
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                    .log("rehearsal of a mapping ended early");
        } finally {
            // an Error too: else it would stand as running for ever, and none could begin
            its.end(how, clock.instant());
        }
    }

    private void look(Run its, MessageId id, WireMessage wire) {
        FeedProperties feed = feeds.find(wire.feed()).orElse(null);
        if (feed == null) {
            synchronized (its) {
                its.unread++;
                its.done++;
            }
            return;
        }
        try {
            Hl7Message message = Hl7Reader.read(preparation.of(wire).bytes(), feed.charset());
            FeedProfile profile = FeedProfiles.of(wire.feed(), feed);
            FeedProfile changed = wire.feed().equals(its.asked.feed()) ? with(profile, its.asked.overlay()) : profile;
            var before = its.asked.now().plan(message.header(), profile).applyWithoutLineage(message, profile);
            var after = its.asked.then().plan(message.header(), changed).applyWithoutLineage(message, changed);
            synchronized (its) {
                its.done++;
                if (ResultComparison.compare(before, after, id.value(), its.differences)) {
                    its.different++;
                }
            }
        } catch (RuntimeException e) {
            // what the engine could not map either stands as FAILED in the journal
            synchronized (its) {
                its.unread++;
                its.done++;
            }
        }
    }

    /**
     * @param profile of a feed
     * @param overlay as if the feed's settings named it last; empty for none
     * @return the profile with it
     */
    public static FeedProfile with(FeedProfile profile, String overlay) {
        if (overlay.isEmpty() || profile.overlays().contains(overlay)) {
            return profile;
        }
        List<String> overlays = new ArrayList<>(profile.overlays());
        overlays.add(overlay);
        return new FeedProfile(
                profile.feed(),
                profile.zone(),
                List.copyOf(overlays),
                profile.codeFolders(),
                profile.namespace(),
                profile.country());
    }
}
