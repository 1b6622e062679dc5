package dev.tributary.flow.management.audit;

import dev.tributary.flow.management.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Makes an entry of a request: who asks, from where, for what, about whom. */
public final class RequestAudit {

    private static final Pattern PATIENT =
            Pattern.compile("(?:/api|/fhir)?/(?:patients|Patient)/(?!conflicts)([A-Za-z0-9.-]{1,64})(?:/.*)?");

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
        Audited gathered = Audited.of(request);
        Set<String> patients = new TreeSet<>(gathered.takePatients());
        String path = request.getRequestURI();
        Matcher patient = PATIENT.matcher(path);
        if (patient.matches()) {
            patients.add("Patient/" + patient.group(1));
        }
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        String query = request.getQueryString();
        log.write(new AuditEntry(
                who == null ? "nobody" : who.getName(),
                who == null ? "none" : Role.of(who).map(Role::word).orElse("none"),
                String.valueOf(request.getRemoteAddr()),
                action == null ? action(request.getMethod(), path) : action,
                path,
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
