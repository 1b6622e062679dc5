package dev.tributary.flow.management.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.ProblemsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Where passwords come from and how they are kept. */
class AdminPasswordTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private final PasswordEncoder encoder = Passwords.encoder();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void generatesOneAtTheFirstStartAndShowsItOnce(@Nullable String unset) throws Exception {
        Path file = data.resolve("new/admin-password");

        AdminPassword first = AdminPassword.resolve(unset, file, encoder);
        AdminPassword second = AdminPassword.resolve(unset, file, encoder);

        String shown = first.firstShown().orElseThrow();
        assertThat(shown).hasSizeGreaterThan(20);
        assertThat(second.firstShown()).isEmpty();
        assertThat(encoder.matches(shown, second.encoded())).isTrue();
        assertThat(Files.readString(file)).startsWith("{bcrypt}").doesNotContain(shown);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(first.toString()).doesNotContain(shown);
    }

    @Test
    void theOneThatIsSetWinsAndIsNotKept() {
        Path file = data.resolve("admin-password");

        AdminPassword password = AdminPassword.resolve("chosen", file, encoder);

        assertThat(encoder.matches("chosen", password.encoded())).isTrue();
        assertThat(password.firstShown()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void aHashIsTakenAsItIs() {
        String hash = encoder.encode("chosen");

        assertThat(AdminPassword.resolve(hash, data.resolve("x"), encoder).encoded())
                .isEqualTo(hash);
    }

    @Test
    void everyMistakeInTheUsersIsToldAtOnceAndNoPasswordWithIt() {
        AccessProperties properties = new AccessProperties(
                null,
                data,
                Map.of(
                        "anna", new AccessProperties.User("anna-secret", "viwer", List.of()),
                        "bert", new AccessProperties.User(null, "operator", List.of()),
                        "carl", new AccessProperties.User("{bcrypt}carl-secret", null, List.of()),
                        "admin", new AccessProperties.User("other-secret", "admin", List.of())));
        AdminPassword admin = AdminPassword.resolve("chosen", data.resolve("x"), encoder);

        assertThatThrownBy(() -> Users.of(properties, admin, encoder))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("tributary.users.anna.role: 'viwer' is not a role")
                .hasMessageContaining("viewer")
                .hasMessageContaining("tributary.users.bert.password: missing")
                .hasMessageContaining("tributary.users.carl.password: looks like a hash")
                .hasMessageContaining("tributary.users.carl.role: missing")
                .hasMessageContaining("tributary.users.admin")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anOperatorIsAlsoAViewerAndASenderOnlyASender() {
        AccessProperties properties = new AccessProperties(
                null,
                data,
                Map.of(
                        "otto", new AccessProperties.User("x", "Operator", List.of()),
                        "device", new AccessProperties.User("x", "sender", List.of())));
        AdminPassword admin = AdminPassword.resolve("chosen", data.resolve("x"), encoder);

        assertThat(Users.of(properties, admin, encoder))
                .filteredOn(user -> user.getUsername().equals("otto"))
                .flatExtracting(UserDetails::getAuthorities)
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("ROLE_SENDER", "ROLE_VIEWER", "ROLE_OPERATOR");
        assertThat(Users.of(properties, admin, encoder))
                .filteredOn(user -> user.getUsername().equals("device"))
                .flatExtracting(UserDetails::getAuthorities)
                .extracting(Object::toString)
                .containsExactly("ROLE_SENDER");
    }
}
