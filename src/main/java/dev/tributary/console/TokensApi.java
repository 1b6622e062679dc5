package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.base.FeedName;
import dev.tributary.flow.management.access.ApiTokens;
import dev.tributary.flow.management.access.Role;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/tokens}: what programs sign in with, for admins. */
@RestController
@RequestMapping("/api/tokens")
final class TokensApi {

    static final int DAYS = 90;

    private final ApiTokens tokens;

    TokensApi(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** All there ever were, newest first; none with its secret. */
    @GetMapping
    List<ApiTokens.Token> all() {
        return tokens.all();
    }

    /** Makes one; {@code secret} of the answer is shown this once. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiTokens.Made create(@RequestBody Wanted wanted, Principal who) {
        return create(
                wanted.name() == null ? "" : wanted.name(),
                wanted.role() == null ? "" : wanted.role(),
                wanted.feeds() == null ? List.of() : wanted.feeds(),
                wanted.days() == null ? DAYS : wanted.days(),
                who);
    }

    ApiTokens.Made create(String name, String role, List<String> feeds, int days, Principal who) {
        bySomebody(who);
        Role known = Role.ofWord(role)
                .orElseThrow(() -> new IllegalArgumentException("role: use one of "
                        + Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", "))));
        Set<FeedName> names = feeds.stream()
                .map(String::strip)
                .filter(feed -> !feed.isEmpty())
                .map(FeedName::new)
                .collect(Collectors.toSet());
        return tokens.create(name.strip(), known, names, days, who.getName());
    }

    /** Ends one at once. */
    @DeleteMapping("/{id}")
    List<ApiTokens.Token> revoke(@PathVariable String id, Principal who) {
        bySomebody(who);
        if (!tokens.revoke(id, who.getName())) {
            throw new NotFoundException("There is no token of that id that could be revoked; see GET /api/tokens.");
        }
        return all();
    }

    // a token that was stolen must not make itself children
    private static void bySomebody(Principal who) {
        if (who.getName().startsWith(ApiTokens.PREFIX)) {
            throw new NotPossibleException("A token makes and revokes no tokens: a person with the role admin does.");
        }
    }

    /**
     * What is wanted.
     *
     * @param name what it is for
     * @param role as in the settings of users
     * @param feeds the only feeds it holds for; all if left out
     * @param days how long it is good; 90 if left out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Wanted(
            @Nullable String name,
            @Nullable String role,
            @Nullable List<String> feeds,
            @Nullable Integer days) {}
}
