package dev.tributary.flow.management.access;

import dev.tributary.base.FeedName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;

/**
 * Tokens for programs, each with a role, feeds and an end. The database has a SHA-256 of the secret, whose 256 random bits
 * nobody guesses; it is shown once, when it is made. A revoked token ends with the next request.
 */
public final class ApiTokens {

    /** Before the name of a token where a user's name stands; no user's name can hold a colon. */
    public static final String PREFIX = "token:";

    private static final Pattern FORM = Pattern.compile("trb_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}");
    private static final Duration USE_NOTED = Duration.ofMinutes(1);
    private static final int MOST_DAYS = 400;

    private static final String COLUMNS = """
            select id, name, role, array_to_string(feeds, ',') as feeds, secret_hash, created_at, created_by, expires_at,
                revoked_at, revoked_by, last_used_at
            from tributary.api_token
            """;

    private final Supplier<JdbcClient> jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param jdbc the engine's database, asked for when it is first needed
     * @param clock for what begins and ends
     */
    ApiTokens(Supplier<JdbcClient> jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One token, without its secret.
     *
     * @param feeds the only feeds it holds for; empty: all
     * @param standing {@code valid}, {@code revoked} or {@code expired}
     */
    public record Token(
            String id,
            String name,
            String role,
            List<String> feeds,
            Instant createdAt,
            String createdBy,
            Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable String revokedBy,
            @Nullable Instant lastUsedAt,
            String standing) {}

    /**
     * A token just made.
     *
     * @param secret what a program sends; never shown again
     */
    public record Made(Token token, String secret) {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Made[" + token + "]";
        }
    }

    /** As the table has it. */
    record Row(
            String id,
            String name,
            String role,
            String feeds,
            String secretHash,
            OffsetDateTime createdAt,
            String createdBy,
            OffsetDateTime expiresAt,
            @Nullable OffsetDateTime revokedAt,
            @Nullable String revokedBy,
            @Nullable OffsetDateTime lastUsedAt) {}

    /**
     * @param name what it is for, for people
     * @param role what it may do
     * @param feeds the only feeds it holds for; empty: all
     * @param days how long it is good
     * @param who makes it
     * @throws IllegalArgumentException with what is wrong
     */
    public Made create(String name, Role role, Set<FeedName> feeds, int days, String who) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: say what the token is for in 1 to 60 letters, digits, spaces, dots, hyphens");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("days " + days + ": use 1 to " + MOST_DAYS);
        }
        if (role == Role.ADMIN && !feeds.isEmpty()) {
            throw new IllegalArgumentException("feeds: an admin is one for all feeds; leave them out");
        }
        byte[] id = new byte[8];
        byte[] secret = new byte[32];
        random.nextBytes(id);
        random.nextBytes(secret);
        String number = HexFormat.of().formatHex(id);
        String word = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant now = clock.instant();
        jdbc.get()
                .sql("""
                        insert into tributary.api_token
                            (id, name, role, feeds, secret_hash, created_at, created_by, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        number,
                        name,
                        role.word(),
                        feeds.stream().map(FeedName::value).sorted().toArray(String[]::new),
                        hash(word),
                        at(now),
                        who,
                        at(now.plus(Duration.ofDays(days))))
                .update();
        return new Made(find(number).map(this::token).orElseThrow(), "trb_" + number + "_" + word);
    }

    /** @return all there ever were, newest first */
    public List<Token> all() {
        return jdbc.get().sql(COLUMNS + " order by created_at desc, id").query(Row.class).list().stream()
                .map(this::token)
                .toList();
    }

    /**
     * @param id of the token
     * @param who revokes it
     * @return whether it was good until now
     */
    public boolean revoke(String id, String who) {
        return jdbc.get()
                        .sql("update tributary.api_token set revoked_at = ?, revoked_by = ?"
                                + " where id = ? and revoked_at is null")
                        .params(at(clock.instant()), who, id)
                        .update()
                > 0;
    }

    /**
     * @param sent what stands after {@code Bearer}
     * @return who that is; empty if it is unknown, revoked or has run out
     * @throws org.springframework.dao.DataAccessException if the database does not answer
     */
    Optional<Authentication> authenticate(String sent) {
        Matcher parts = FORM.matcher(sent);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return find(parts.group(1))
                .filter(row -> same(row.secretHash(), hash(parts.group(2))))
                .filter(row ->
                        row.revokedAt() == null && now.isBefore(row.expiresAt().toInstant()))
                .flatMap(row -> {
                    noteUse(row, now);
                    return login(row);
                });
    }

    private static Optional<Authentication> login(Row row) {
        return Role.ofWord(row.role()).map(role -> {
            var authorities =
                    role.authorities(feeds(row).stream().map(FeedName::new).toList());
            User user = new User(PREFIX + row.name(), "", authorities);
            return UsernamePasswordAuthenticationToken.authenticated(user, null, authorities);
        });
    }

    private void noteUse(Row row, Instant now) {
        OffsetDateTime last = row.lastUsedAt();
        if (last == null || last.toInstant().isBefore(now.minus(USE_NOTED))) {
            jdbc.get()
                    .sql("update tributary.api_token set last_used_at = ? where id = ?")
                    .params(at(now), row.id())
                    .update();
        }
    }

    private Optional<Row> find(String id) {
        return jdbc.get()
                .sql(COLUMNS + " where id = ?")
                .param(id)
                .query(Row.class)
                .optional();
    }

    private Token token(Row row) {
        boolean expired = !clock.instant().isBefore(row.expiresAt().toInstant());
        return new Token(
                row.id(),
                row.name(),
                row.role(),
                feeds(row),
                row.createdAt().toInstant(),
                row.createdBy(),
                row.expiresAt().toInstant(),
                instant(row.revokedAt()),
                row.revokedBy(),
                instant(row.lastUsedAt()),
                row.revokedAt() != null ? "revoked" : expired ? "expired" : "valid");
    }

    private static List<String> feeds(Row row) {
        return Stream.of(row.feeds().split(",", -1))
                .filter(feed -> !feed.isEmpty())
                .toList();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
