package dev.tributary.flow.management.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * {@code /fhir/AuditEvent}: read and search of what {@link AuditLog} keeps, newest first, by {@code patient}, {@code agent}
 * (or {@code agent-name}: the user's name), {@code date} with {@code ge}, {@code gt}, {@code le} or {@code lt}, and {@code
 * _count}. Nobody writes here.
 */
public final class AuditServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int PAGE = 50;

    private final transient AuditLog log;
    private final transient RequestAudit audit;
    private final transient ObjectMapper json = new ObjectMapper();

    public AuditServlet(AuditLog log, RequestAudit audit) {
        this.log = log;
        this.audit = audit;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET")) {
            outcome(response, 405, "not-supported", "An audit is not written by hand: only GET is answered here.");
            return;
        }
        try {
            audit.write(request, AuditAction.SEARCH);
            String path = request.getPathInfo();
            if (path == null || path.equals("/")) {
                answer(response, 200, search(request));
            } else {
                one(path.substring(1), response);
            }
        } catch (IllegalArgumentException e) {
            outcome(response, 400, "invalid", String.valueOf(e.getMessage()));
        } catch (DataAccessException e) {
            outcome(response, 503, "transient", "The database does not answer. Try again.");
        }
    }

    private void one(String id, HttpServletResponse response) throws IOException {
        AuditLog.Line line =
                id.matches("\\d{1,18}") ? log.byId(Long.parseLong(id)).orElse(null) : null;
        if (line == null) {
            outcome(response, 404, "not-found", "There is no AuditEvent of that id.");
        } else {
            answer(response, 200, resource(line));
        }
    }

    private ObjectNode search(HttpServletRequest request) throws JsonProcessingException {
        AuditQuery query = query(request.getParameterMap());
        List<AuditLog.Line> found = log.find(query);
        ObjectNode bundle =
                json.createObjectNode().put("resourceType", "Bundle").put("type", "searchset");
        ArrayNode links = bundle.putArray("link");
        String base = request.getRequestURL().toString();
        String asked = request.getQueryString() == null ? "" : request.getQueryString();
        links.addObject().put("relation", "self").put("url", base + (asked.isEmpty() ? "" : "?" + asked));
        if (found.size() == query.limit()) {
            String rest = asked.replaceAll("(^|&)_before=[^&]*", "").replaceFirst("^&", "");
            links.addObject()
                    .put("relation", "next")
                    .put(
                            "url",
                            base + "?" + (rest.isEmpty() ? "" : rest + "&") + "_before="
                                    + found.get(found.size() - 1).id());
        }
        ArrayNode entries = bundle.putArray("entry");
        for (AuditLog.Line line : found) {
            ObjectNode entry = entries.addObject().put("fullUrl", base + "/" + line.id());
            entry.set("resource", resource(line));
            entry.putObject("search").put("mode", "match");
        }
        return bundle;
    }

    private ObjectNode resource(AuditLog.Line line) throws JsonProcessingException {
        ObjectNode resource = (ObjectNode) json.readTree(line.body());
        return resource.put("id", Long.toString(line.id()));
    }

    private static AuditQuery query(Map<String, String[]> parameters) {
        String patient = null;
        String who = null;
        Instant from = null;
        Instant to = null;
        Long before = null;
        int limit = PAGE;
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            for (String value : parameter.getValue()) {
                switch (parameter.getKey()) {
                    case "patient", "patient:identifier", "entity" -> patient = value;
                    case "agent", "agent:identifier", "agent-name", "agent-name:exact", "altid" -> who = value;
                    case "_count" ->
                        limit = Math.min(1000, number("_count", value).intValue());
                    case "_before" -> before = number("_before", value);
                    case "_format", "_pretty" -> {}
                    case "date" -> {
                        Instant time = time(value.length() > 2 ? value.substring(2) : value);
                        switch (value.length() > 2 ? value.substring(0, 2) : "") {
                            case "ge", "gt" -> from = time;
                            case "le", "lt" -> to = time;
                            default -> throw new IllegalArgumentException("date: write ge2026-01-31 or lt2026-02-01");
                        }
                    }
                    default ->
                        throw new IllegalArgumentException(
                                "'" + URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8)
                                        + "': use patient, agent, agent-name, date, _count");
                }
            }
        }
        return new AuditQuery(patient, who, null, from, to, before, limit);
    }

    private static Long number(String where, String value) {
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + ": write a whole number", e);
        }
    }

    private static Instant time(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("date: write a day such as ge2026-01-31, or ge2026-01-31T08:00:00Z", e);
        }
    }

    private void outcome(HttpServletResponse response, int status, String code, @Nullable String words)
            throws IOException {
        ObjectNode outcome = json.createObjectNode().put("resourceType", "OperationOutcome");
        outcome.putArray("issue")
                .addObject()
                .put("severity", "error")
                .put("code", code)
                .put("diagnostics", words);
        answer(response, status, outcome);
    }

    private void answer(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/fhir+json;charset=UTF-8");
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }
}
