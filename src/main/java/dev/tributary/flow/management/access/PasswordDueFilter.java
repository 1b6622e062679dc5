package dev.tributary.flow.management.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a person who signed in with the generated password do one thing: choose another. It is printed where logs are
 * collected. Programs that send it by Basic go on working.
 */
final class PasswordDueFilter extends OncePerRequestFilter {

    private static final String CHANGE = "/account";

    private final PasswordChanges passwords;

    PasswordDueFilter(PasswordChanges passwords) {
        this.passwords = passwords;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return request.getHeader("Authorization") != null
                || path.equals(CHANGE)
                || path.startsWith(CHANGE + "/password")
                || path.equals(SignIn.PAGE)
                || path.equals("/logout")
                || path.startsWith("/console/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null || !passwords.isDue(who.getName())) {
            chain.doFilter(request, response);
        } else if (SignIn.isPerson(request)) {
            response.sendRedirect(CHANGE + "?said=due");
        } else {
            Refusals.passwordDue(response);
        }
    }
}
