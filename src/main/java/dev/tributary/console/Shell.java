package dev.tributary.console;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * What stands around every page.
 *
 * @param title of the page
 * @param here which entry of the navigation is meant
 * @param user who is signed in; empty if nobody
 * @param operator whether that user may see messages
 * @param engineer whether that user may change mappings and codes
 * @param token what a form must send back as {@code _csrf}; empty where the user comes by Basic and needs none
 * @param said what the last action came to; empty if there was none
 */
public record Shell(
        String title, String here, String user, boolean operator, boolean engineer, String token, String said) {

    /** @return the shell for whoever asks */
    static Shell of(HttpServletRequest request, String title, String here) {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        String said = request.getParameter("said");
        return new Shell(
                title,
                here,
                request.getUserPrincipal() == null || who == null ? "" : who.getName(),
                request.isUserInRole("OPERATOR"),
                request.isUserInRole("ENGINEER") || request.isUserInRole("ADMIN"),
                token(request),
                said == null ? "" : Said.words(said));
    }

    // a token would make a session; whoever comes by Basic has none and needs none
    private static String token(HttpServletRequest request) {
        boolean needed = request.getSession(false) != null || request.getUserPrincipal() == null;
        return needed && request.getAttribute("_csrf") instanceof CsrfToken csrf ? csrf.getToken() : "";
    }

    /** @return {@code page} for the entry that is shown, for {@code aria-current} */
    public @Nullable String current(String entry) {
        return entry.equals(here) ? "page" : null;
    }
}
