package dev.tributary.flow.management.access;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The people who may log in.
 *
 * @param adminPassword password of the user {@code admin}; plain, or {@code {bcrypt}...}; generated at the first start if
 *     neither this nor the environment variable {@code TRIBUTARY_ADMIN_PASSWORD} is set
 * @param dataDir where the engine keeps its files; the hash of a generated password lies here
 * @param users further users by name
 */
@ConfigurationProperties("tributary")
public record AccessProperties(
        @Nullable String adminPassword,
        @DefaultValue("./data") Path dataDir,
        @DefaultValue Map<String, User> users) {

    /**
     * One further user.
     *
     * @param password plain, or {@code {bcrypt}} followed by a bcrypt hash
     * @param role {@code viewer}, {@code operator}, {@code engineer}, {@code admin}, or {@code sender} for a system that posts
     *     messages
     * @param feeds the only feeds whose messages and alerts the user may see; empty: all
     */
    public record User(
            @Nullable String password,
            @Nullable String role,
            @DefaultValue List<String> feeds) {
        @Override
        public String toString() {
            return "User[role=" + role + "]";
        }
    }

    /** Never shows a password: a failed binding prints this. */
    @Override
    public String toString() {
        return "AccessProperties[dataDir=" + dataDir + ", users=" + users.keySet() + "]";
    }
}
