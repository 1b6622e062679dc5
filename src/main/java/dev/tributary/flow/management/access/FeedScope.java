package dev.tributary.flow.management.access;

import dev.tributary.base.FeedName;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * The feeds whose messages and alerts a user may see.
 *
 * @param names of feeds; empty: all of them
 */
public record FeedScope(Set<String> names) {

    private static final String PREFIX = "FEED_";

    public FeedScope {
        names = Set.copyOf(names);
    }

    static String authority(FeedName feed) {
        return PREFIX + feed.value();
    }

    /**
     * @param who whoever asks; null for the engine itself, which sees all
     * @return what that user may see
     */
    static FeedScope of(@Nullable Authentication who) {
        Set<String> names = new TreeSet<>();
        if (who != null) {
            for (GrantedAuthority granted : who.getAuthorities()) {
                String authority = granted.getAuthority();
                if (authority != null && authority.startsWith(PREFIX)) {
                    names.add(authority.substring(PREFIX.length()));
                }
            }
        }
        return new FeedScope(names);
    }

    /** @return what the user of the request in hand may see; all, where there is no request */
    public static FeedScope current() {
        return of(SecurityContextHolder.getContext().getAuthentication());
    }

    /** @return whether there are feeds the user may not see */
    public boolean isLimited() {
        return !names.isEmpty();
    }

    /** @return whether the user may see this feed */
    public boolean allows(FeedName feed) {
        return names.isEmpty() || names.contains(feed.value());
    }
}
