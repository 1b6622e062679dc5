package dev.tributary.flow.management.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/** What who is not let in reads: problem details of RFC 9457, with the cure. */
final class Refusals {

    private static final int TOO_MANY_REQUESTS = 429;

    private Refusals() {}

    /** 401 for a token that is unknown, revoked or has run out; which of these is not told. */
    static void tokenWrong(HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer realm=\"Tributary\", error=\"invalid_token\"");
        write(
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                "Token not valid",
                "It is unknown, was revoked or has run out. An admin makes tokens at /account or by POST /api/tokens.");
    }

    /** 503 while nobody can say whether a token is good. */
    static void tokenUnknown(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "10");
        write(
                response,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "Token not looked up",
                "The database with the tokens does not answer. Try again; see /actuator/health.");
    }

    /** 403 for a browser that still uses the generated password. */
    static void passwordDue(HttpServletResponse response) throws IOException {
        write(
                response,
                HttpServletResponse.SC_FORBIDDEN,
                "Choose a password first",
                "You are signed in with the password that the first start generated. Choose another at /account.");
    }

    /** 401, with the question that makes a browser ask for name and password. */
    static void askForLogin(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof SignInLockedException locked) {
            response.setHeader("Retry-After", Long.toString(locked.seconds()));
            write(
                    response,
                    TOO_MANY_REQUESTS,
                    "Locked after wrong passwords",
                    "Too many wrong passwords came for this user from this address. Try again in " + locked.seconds()
                            + " seconds; guesses made before then are not looked at.");
            return;
        }
        response.setHeader("WWW-Authenticate", "Basic realm=\"Tributary\", charset=\"UTF-8\"");
        write(
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                "Login needed",
                "Send name and password by HTTP Basic. The user admin has the password of TRIBUTARY_ADMIN_PASSWORD,"
                        + " or the one shown at the first start.");
    }

    /** 403 for a user without the role. */
    static void roleMissing(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        write(
                response,
                HttpServletResponse.SC_FORBIDDEN,
                "Role missing",
                "This user's role does not allow it: viewers see state and counters, operators also messages and the"
                        + " FHIR record; whoever is limited to some feeds sees their messages and alerts only. Roles are"
                        + " set by tributary.users.<name>.role and .feeds.");
    }

    /** The same for a person at a page. */
    static void roleMissingPage(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write("""
                        <!doctype html><html lang="en"><head><meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1"><title>Not for this user</title>
                        <link rel="stylesheet" href="/console/console.css"></head><body><main class="alone">
                        <h1>Not for this user</h1>
                        <p>Viewers see state and counters. Messages, alerts and patients are for operators. Whoever runs the
                        engine gives roles by <code>tributary.users.&lt;name&gt;.role</code>; whoever is limited to some feeds by
                        <code>.feeds</code> sees their messages and alerts only.</p>
                        <p><a href="/">Back to the overview</a></p></main></body></html>
                        """);
    }

    /** 403 for a browser that another web site sent. */
    static void fromAnotherSite(HttpServletResponse response) throws IOException {
        write(
                response,
                HttpServletResponse.SC_FORBIDDEN,
                "Sent from another web site",
                "A browser was made to send this by a page that is not ours. Use the engine's own pages, or a program.");
    }

    /** 413 for a body that is larger than allowed. */
    static void tooLarge(HttpServletResponse response, long limit) throws IOException {
        write(
                response,
                HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                "Body too large",
                "At most " + limit + " bytes are taken (tributary.http.max-body). Send it in several requests.");
    }

    /** 415 for a compressed body. */
    static void compressed(HttpServletResponse response) throws IOException {
        write(
                response,
                HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                "Compressed body",
                "Send it as it is, without Content-Encoding: a small compressed body may hold gigabytes.");
    }

    /** @param title and detail constants of ours, without anything from the request */
    private static void write(HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        String json = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(json);
    }
}
