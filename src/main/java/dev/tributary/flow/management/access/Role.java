package dev.tributary.flow.management.access;

import dev.tributary.base.FeedName;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a user may do; each role after VIEWER holds the ones before it. */
public enum Role {
    /** Sends messages by {@code POST /api/feeds/{feed}/messages} and sees nothing: for systems, not for people. */
    SENDER,
    /** Sees state and counters, never a message or a patient. */
    VIEWER,
    /** Also reads messages and the FHIR record, replays, releases and skips, stops and starts routes. */
    OPERATOR,
    /** Also changes what codes and fields become: code tables and mappings. */
    ENGINEER,
    /** Also writes to the FHIR store by hand, makes and revokes tokens, reads who saw whom. */
    ADMIN;

    /** @return the word for it in settings */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the role of that word in settings, in any case; empty if there is none */
    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equalsIgnoreCase(word.strip()))
                .findFirst();
    }

    /**
     * @param feeds the only feeds it holds for; none: for all
     * @return what Spring Security asks for: this role, those it holds, and the feeds
     */
    List<GrantedAuthority> authorities(Collection<FeedName> feeds) {
        return Stream.concat(
                        Arrays.stream(values()).filter(this::holds).map(Role::authority),
                        feeds.stream().map(FeedScope::authority))
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }

    /** @return the highest role among these authorities; empty if there is none */
    public static Optional<Role> of(Authentication login) {
        return Arrays.stream(values())
                .filter(role -> login.getAuthorities().stream()
                        .anyMatch(granted -> role.authority().equals(granted.getAuthority())))
                .max(Comparator.naturalOrder());
    }

    String authority() {
        return "ROLE_" + name();
    }

    /** A sender does not see; an operator may send by hand too. */
    private boolean holds(Role other) {
        if (other == SENDER) {
            return this == SENDER || compareTo(OPERATOR) >= 0;
        }
        return this != SENDER && other.compareTo(this) <= 0;
    }
}
