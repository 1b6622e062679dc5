package dev.tributary.console;

import dev.tributary.flow.management.access.ApiTokens;
import dev.tributary.flow.management.access.FeedScope;
import dev.tributary.flow.management.access.PasswordChanges;
import dev.tributary.flow.management.access.Role;
import dev.tributary.flow.management.access.SignInGuard;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /account}: who I am here, my password, and for admins the tokens of programs and who is locked out. */
@RestController
@RequestMapping("/account")
final class AccountPage extends PageController {

    private final PasswordChanges passwords;
    private final ApiTokens tokens;
    private final TokensApi api;
    private final SignInGuard guard;
    private final OnceTokens once;

    AccountPage(
            Pages pages,
            PasswordChanges passwords,
            ApiTokens tokens,
            TokensApi api,
            SignInGuard guard,
            OnceTokens once) {
        super(pages);
        this.passwords = passwords;
        this.tokens = tokens;
        this.api = api;
        this.guard = guard;
        this.once = once;
    }

    @GetMapping
    ResponseEntity<String> show(HttpServletRequest request, Authentication who) {
        return page(request, who, "");
    }

    @PostMapping("/password")
    ResponseEntity<String> change(
            @RequestParam(defaultValue = "") String old,
            @RequestParam(defaultValue = "") String chosen,
            @RequestParam(defaultValue = "") String repeated,
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication who) {
        if (!chosen.equals(repeated)) {
            throw new IllegalArgumentException("The two new passwords differ. Nothing was changed.");
        }
        passwords.carryOn(passwords.change(who.getName(), old, chosen), request, response);
        return back("password");
    }

    /** Answers with the page itself: the secret is shown once and stands in no address. */
    @PostMapping("/tokens")
    ResponseEntity<String> create(
            HttpServletRequest request,
            @RequestParam(name = "once", defaultValue = "") String word,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String feeds,
            @RequestParam(defaultValue = "90") int days,
            Authentication who) {
        if (!once.first(word)) {
            return back("twice");
        }
        ApiTokens.Made made = api.create(name, role, List.of(feeds.split("[\\s,]+")), days, who);
        return page(request, who, made.secret());
    }

    @PostMapping("/tokens/{id}/revoke")
    ResponseEntity<String> revoke(@PathVariable String id, Authentication who) {
        api.revoke(id, who);
        return back("revoked");
    }

    private ResponseEntity<String> page(HttpServletRequest request, Authentication who, String made) {
        boolean admin = request.isUserInRole(Role.ADMIN.name());
        Account model = new Account(
                who.getName(),
                Role.of(who).map(Role::word).orElse("none"),
                String.join(", ", new TreeSet<>(FeedScope.current().names())),
                passwords.isPossible(who.getName()),
                passwords.isDue(who.getName()),
                admin,
                Arrays.stream(Role.values()).map(Role::word).toList(),
                admin ? tokens.all().stream().map(AccountPage::line).toList() : List.of(),
                admin ? guard.locks().stream().map(AccountPage::words).toList() : List.of(),
                made,
                once.next());
        return pages.show(
                HttpStatus.OK, "account", Map.of("shell", Shell.of(request, "Account", "account"), "model", model));
    }

    /** @return one lock as a sentence */
    static String words(SignInGuard.Lock lock) {
        return (lock.user().isEmpty() ? "sign-ins by unknown names" : "sign-in of " + lock.user()) + " from "
                + lock.address() + " is locked until " + Times.exact(lock.until()) + " after " + lock.wrong()
                + " wrong passwords";
    }

    private static Account.TokenLine line(ApiTokens.Token token) {
        return new Account.TokenLine(
                token.id(),
                token.name(),
                token.role(),
                token.feeds().isEmpty() ? "all" : String.join(", ", token.feeds()),
                Times.exact(token.createdAt()) + " by " + token.createdBy(),
                Times.exact(token.expiresAt()),
                token.lastUsedAt() == null ? "never" : Times.exact(token.lastUsedAt()),
                token.standing());
    }

    private static ResponseEntity<String> back(String said) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/account?said=" + said))
                .build();
    }
}
