package dev.tributary.flow.management.access;

import dev.tributary.base.LogKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks a user out at an address after five wrong passwords: for half a minute, and twice as long after each further one,
 * up to an hour. Only at that address, so that nobody can lock a colleague out from elsewhere; names that no user has
 * count together, so that trying names is slow too. Lives in memory: a restart forgets. Thread-safe.
 */
public final class SignInGuard {

    private static final Logger LOG = LoggerFactory.getLogger(SignInGuard.class);

    private static final int FREE = 5;
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST = 10_000;
    private static final int MOST_DOUBLINGS = 7;
    private static final String UNKNOWN = "";

    private final Predicate<String> known;
    private final Clock clock;
    private final Map<Place, Tally> tallies = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Tally> eldest) {
            return size() > MOST;
        }
    };

    private record Place(String user, String address) {}

    private record Tally(int wrong, Instant until) {}

    /**
     * One lock that holds now.
     *
     * @param user name of a user; empty for names that no user has
     * @param address where the wrong passwords came from
     * @param wrong how many in a row
     * @param until when passwords are looked at again
     */
    public record Lock(String user, String address, int wrong, Instant until) {}

    /**
     * @param known says whether there is a user of that name
     * @param clock for the waits
     */
    SignInGuard(Predicate<String> known, Clock clock) {
        this.known = known;
        this.clock = clock;
    }

    /**
     * @param user the name as typed
     * @param address where it comes from
     * @throws SignInLockedException if no password is looked at now
     */
    synchronized void admit(String user, String address) {
        Tally tally = tallies.get(place(user, address));
        Instant now = clock.instant();
        if (tally != null && now.isBefore(tally.until())) {
            throw new SignInLockedException(
                    Math.max(1, Duration.between(now, tally.until()).toSeconds()));
        }
    }

    /** Counts a wrong password. */
    synchronized void failed(String user, String address) {
        Place place = place(user, address);
        Instant now = clock.instant();
        Tally before = tallies.remove(place);
        boolean old = before == null || now.isAfter(before.until().plus(REMEMBERED));
        int wrong = old ? 1 : before.wrong() + 1;
        if (wrong < FREE) {
            tallies.put(place, new Tally(wrong, now));
            return;
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, wrong - FREE));
        tallies.put(place, new Tally(wrong, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
        LOG.atWarn()
                .addKeyValue(LogKey.USER, place.user().isEmpty() ? "unknown" : place.user())
                .addKeyValue(LogKey.REMOTE, address)
                .addKeyValue(LogKey.COUNT, wrong)
                .addKeyValue(LogKey.MILLIS, wait.toMillis())
                .log("sign-in locked after wrong passwords");
    }

    /** Forgets what was wrong: this one was right. */
    synchronized void succeeded(String user, String address) {
        tallies.remove(place(user, address));
    }

    /** @return the locks that hold now, the longest first */
    public synchronized List<Lock> locks() {
        Instant now = clock.instant();
        return tallies.entrySet().stream()
                .filter(one -> now.isBefore(one.getValue().until()))
                .map(one -> new Lock(
                        one.getKey().user(),
                        one.getKey().address(),
                        one.getValue().wrong(),
                        one.getValue().until()))
                .sorted(Comparator.comparing(Lock::until).reversed())
                .toList();
    }

    private Place place(String user, String address) {
        return new Place(known.test(user) ? user : UNKNOWN, address);
    }
}
