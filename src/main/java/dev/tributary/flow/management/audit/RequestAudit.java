package dev.tributary.flow.management.audit;

import dev.tributary.flow.management.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Makes an entry of a request: who asks, from where, for what, about whom. */
public final class RequestAudit {

    private static final Pattern PATIENT =
            Pattern.compile("(?:/api|/fhir)?/(?:patients|Patient)/(?!conflicts)([A-Za-z0-9.-]{1,64})(?:/.*)?");

    private static final int MOST_NAMED = 100;

    private final AuditLog log;

    public RequestAudit(AuditLog log) {
        this.log = log;
    }

    /**
     * Writes and commits what was gathered for a request until now.
     *
     * @param action null: told from method and path
     * @throws org.springframework.dao.DataAccessException if it could not be written: then nothing may be shown or done
     */
    public void write(HttpServletRequest request, @Nullable AuditAction action) {
        var unused = Audited.of(request).takeMessages();
        String path = request.getRequestURI();
        write(request, action == null ? action(request.getMethod(), path) : action, path);
    }

    /**
     * After a deed that was written down before it was done: writes and commits what it read beyond that, as a look, with the
     * numbers of the messages behind the path ({@code /api/try#messages/12}). Nothing, if it read nothing else.
     *
     * @throws org.springframework.dao.DataAccessException if it could not be written: then nothing may be shown
     */
    public void writeAlsoRead(HttpServletRequest request) {
        Audited gathered = Audited.of(request);
        if (!gathered.hasNews()) {
            return;
        }
        String messages = gathered.takeMessages().stream()
                .limit(MOST_NAMED)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        write(request, AuditAction.VIEW, request.getRequestURI() + (messages.isEmpty() ? "" : "#messages/" + messages));
    }

    private void write(HttpServletRequest request, AuditAction action, String what) {
        Audited gathered = Audited.of(request);
        Set<String> patients = new TreeSet<>(gathered.takePatients());
        Matcher patient = PATIENT.matcher(request.getRequestURI());
        if (patient.matches()) {
            patients.add("Patient/" + patient.group(1));
        }
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        String query = request.getQueryString();
        log.write(new AuditEntry(
                who == null ? "nobody" : who.getName(),
                who == null ? "none" : Role.of(who).map(Role::word).orElse("none"),
                String.valueOf(request.getRemoteAddr()),
                action,
                what,
                query == null ? "" : query,
                patients,
                gathered.takeNumbers()));
    }

    private static AuditAction action(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return path.endsWith("/_search") ? AuditAction.SEARCH : AuditAction.ofPath(path);
        }
        if (path.endsWith("/export") || path.endsWith("/bytes")) {
            return AuditAction.EXPORT;
        }
        // a path that ends with a number or an id shows one thing, one that ends with a kind lists them
        long parts = path.chars().filter(c -> c == '/').count();
        return parts > (path.startsWith("/api/") || path.startsWith("/fhir/") ? 2 : 1)
                ? AuditAction.VIEW
                : AuditAction.SEARCH;
    }
}
