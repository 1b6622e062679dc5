package dev.tributary.flow.management.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.csrf.CsrfException;

/**
 * How people come in by the form: what of a request is a person's, and where each goes. A program gets the same answers
 * as ever, {@link Refusals}.
 */
final class SignIn {

    static final String PAGE = "/login";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> PROGRAMS = Set.of("/api", "/fhir", "/actuator/prometheus", "/actuator/jolokia");

    private SignIn() {}

    /** Whoever is not signed in: a person at a page goes to the form and comes back, a program is told 401. */
    static void ask(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (isPerson(request)) {
            String query = request.getQueryString();
            String to = request.getRequestURI() + (query == null ? "" : "?" + query);
            boolean back = request.getMethod().equals("GET");
            response.sendRedirect(PAGE + (back ? "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8) : "?ended"));
            return;
        }
        Refusals.askForLogin(request, response, why);
    }

    /** A role that does not reach, or a form whose session is over: then nothing was done, and the person is told so. */
    static void refuse(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        if (why instanceof CsrfException && isPerson(request)) {
            response.sendRedirect(PAGE + "?ended");
        } else if (isPerson(request)) {
            Refusals.roleMissingPage(response);
        } else {
            Refusals.roleMissing(request, response, why);
        }
    }

    static void goOn(HttpServletRequest request, HttpServletResponse response, Authentication who) throws IOException {
        response.sendRedirect(ours(request.getParameter("to")));
    }

    static void askAgain(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        String what = why instanceof SignInLockedException locked ? "?locked=" + locked.seconds() : "?wrong";
        response.sendRedirect(
                PAGE + what + "&to=" + URLEncoder.encode(ours(request.getParameter("to")), StandardCharsets.UTF_8));
    }

    /**
     * @return whether the request must carry its session's token: it changes something and nothing but a cookie says
     *     whose it is. Jolokia is asked by hawtio, which knows no token: {@link SameOriginFilter} stands before it, and the
     *     cookie is not sent from other sites
     */
    static boolean needsToken(HttpServletRequest request) {
        String path = request.getServletPath();
        return !SAFE.contains(request.getMethod())
                && request.getHeader("Authorization") == null
                && (request.getRequestedSessionId() != null || path.equals(PAGE))
                && !path.startsWith("/ack/")
                && !path.startsWith("/actuator/jolokia");
    }

    static boolean isPerson(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null
                && accept.contains("text/html")
                && request.getHeader("Authorization") == null
                && PROGRAMS.stream().noneMatch(request.getRequestURI()::startsWith);
    }

    // a path of this engine and nothing else: no other host, no other scheme, no line break
    private static String ours(@Nullable String to) {
        if (to == null || !to.startsWith("/") || to.startsWith("//")) {
            return "/";
        }
        return to.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\') ? to : "/";
    }
}
