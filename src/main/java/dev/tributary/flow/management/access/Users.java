package dev.tributary.flow.management.access;

import dev.tributary.base.FeedName;
import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Turns the settings into people, or says everything that is wrong with them at once. */
final class Users {

    static final String ADMIN = "admin";
    private static final String SETTINGS = "settings";

    private Users() {}

    /**
     * @return {@code admin} and the further users
     * @throws dev.tributary.base.ProblemsException with every mistake in {@code tributary.users}
     */
    static List<UserDetails> of(AccessProperties properties, AdminPassword admin, PasswordEncoder encoder) {
        Problems problems = new Problems();
        List<UserDetails> users = new ArrayList<>();
        users.add(user(ADMIN, admin.encoded(), Role.ADMIN, List.of()));
        properties.users().forEach((name, settings) -> {
            Optional<Role> role = role(name, settings.role(), problems);
            Optional<String> password = password(name, settings.password(), problems);
            List<FeedName> feeds = feeds(name, settings.feeds(), problems);
            if (role.filter(Role.ADMIN::equals).isPresent() && !feeds.isEmpty()) {
                problems.add(
                        SETTINGS,
                        0,
                        "tributary.users." + name + ".feeds: an admin is one for all feeds",
                        "leave feeds out, or give the role engineer");
            }
            if (name.equals(ADMIN)) {
                problems.add(
                        SETTINGS,
                        0,
                        "tributary.users.admin: the user admin always exists",
                        "set its password by tributary.admin-password or TRIBUTARY_ADMIN_PASSWORD");
            }
            if (role.isPresent() && password.isPresent()) {
                users.add(user(name, Passwords.encoded(password.get(), encoder), role.get(), feeds));
            }
        });
        problems.throwIfAny();
        return users;
    }

    private static UserDetails user(String name, String encoded, Role role, List<FeedName> feeds) {
        return User.withUsername(name)
                .password(encoded)
                .authorities(role.authorities(feeds))
                .build();
    }

    private static List<FeedName> feeds(String user, List<String> words, Problems problems) {
        List<FeedName> feeds = new ArrayList<>();
        for (String word : words) {
            try {
                feeds.add(new FeedName(word.strip()));
            } catch (IllegalArgumentException e) {
                problems.add(
                        SETTINGS,
                        0,
                        "tributary.users." + user + ".feeds: '" + word + "' is no name of a feed",
                        "names are lower-case letters, digits and hyphens, as in tributary.feeds.<name>");
            }
        }
        return feeds;
    }

    private static Optional<Role> role(String user, @Nullable String word, Problems problems) {
        List<String> words = Arrays.stream(Role.values()).map(Role::word).toList();
        Optional<Role> role = Optional.ofNullable(word).flatMap(Role::ofWord);
        if (role.isEmpty()) {
            problems.add(
                    SETTINGS,
                    0,
                    "tributary.users." + user + ".role: " + (word == null ? "missing" : "'" + word + "' is not a role"),
                    word == null ? "use one of " + words : NearestWord.cure(word, words));
        }
        return role;
    }

    private static Optional<String> password(String user, @Nullable String password, Problems problems) {
        Optional<String> problem = Passwords.problemOf(password);
        problem.ifPresent(what -> problems.add(SETTINGS, 0, "tributary.users." + user + ".password: " + what, ""));
        return problem.isEmpty() ? Optional.ofNullable(password) : Optional.empty();
    }
}
