package dev.tributary.flow.management.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Which passwords need no second look. */
class VerifiedLoginsTest {

    private static final Authentication ATTEMPT =
            UsernamePasswordAuthenticationToken.unauthenticated("admin", "old-password");

    @Test
    void aRightPasswordIsComparedOnce() {
        AtomicInteger compared = new AtomicInteger();
        VerifiedLogins logins = logins(compared, () -> {});

        assertThat(logins.authenticate(ATTEMPT)).isNotNull();
        assertThat(logins.authenticate(ATTEMPT)).isNotNull();

        assertThat(compared).hasValue(1);
    }

    @Test
    void aPasswordThatIsChangedWhileItIsComparedIsNotRemembered() {
        AtomicInteger compared = new AtomicInteger();
        List<VerifiedLogins> made = new ArrayList<>();
        VerifiedLogins logins = logins(compared, () -> made.get(0).forget());
        made.add(logins);

        assertThat(logins.authenticate(ATTEMPT)).isNotNull();
        assertThat(logins.authenticate(ATTEMPT)).isNotNull();

        assertThat(compared).hasValue(2);
    }

    private static VerifiedLogins logins(AtomicInteger compared, Runnable meanwhile) {
        AuthenticationProvider slow = new AuthenticationProvider() {
            @Override
            public Authentication authenticate(Authentication attempt) {
                compared.incrementAndGet();
                meanwhile.run();
                return UsernamePasswordAuthenticationToken.authenticated(attempt.getName(), null, List.of());
            }

            @Override
            public boolean supports(Class<?> type) {
                return true;
            }
        };
        return new VerifiedLogins(slow, new SignInGuard(user -> true, Clock.systemUTC()), Clock.systemUTC());
    }
}
