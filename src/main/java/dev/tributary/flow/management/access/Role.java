package dev.tributary.flow.management.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    /** Also writes to the FHIR store by hand and changes what hawtio lets be changed. */
    ADMIN;

    /** @return the word for it in settings */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the role of that word in settings, in any case; empty if there is none */
    static Optional<Role> ofWord(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equalsIgnoreCase(word.strip()))
                .findFirst();
    }

    /** @return what Spring Security asks for: this role and those it holds */
    List<GrantedAuthority> authorities() {
        return Arrays.stream(values())
                .filter(this::holds)
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority(role.authority()))
                .toList();
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
