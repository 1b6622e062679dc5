package dev.tributary.console;

import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.base.MessageId;
import dev.tributary.flow.management.audit.RequestAudit;
import dev.tributary.journal.MessageSearch;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Sees to it that nothing of a patient is shown or done before it is written down for whom: what is asked for when its
 * answer is ready and not yet sent, what changes something before it is done, and what that reads beyond it before the
 * answer is sent. Every address counts but those that are
 * known to show no patient, so that a new page is audited from its first day.
 */
@RestControllerAdvice(basePackageClasses = AuditAdvice.class)
final class AuditAdvice implements ResponseBodyAdvice<Object>, HandlerInterceptor {

    /** State, counters, settings, sign-in; and what is drawn. */
    private static final List<String> WITHOUT_PATIENTS = List.of(
            "/overview",
            "/login",
            "/account",
            "/console",
            "/error",
            "/ack",
            "/actuator",
            "/api/openapi.json",
            "/api/status",
            "/api/feeds",
            "/api/subscribers",
            "/api/mappings",
            "/api/tokens");

    private static final Pattern MESSAGE = Pattern.compile("(?:/api)?/messages/(\\d{1,18})/.*");
    private static final Pattern CONFLICT = Pattern.compile("(?:/api)?/patients/conflicts/(\\d{1,18})/.*");
    private static final Pattern ALERT = Pattern.compile("(?:/api)?/alerts/([0-9a-f-]{36})/.*");

    private final RequestAudit audit;
    private final MessageSearch search;
    private final ScopedAlerts alerts;

    AuditAdvice(RequestAudit audit, MessageSearch search, AlertLedger ledger) {
        this.audit = audit;
        this.search = search;
        this.alerts = new ScopedAlerts(ledger);
    }

    /** @return whether a path may show or touch what is a patient's */
    static boolean concerns(String path) {
        return !path.equals("/")
                && WITHOUT_PATIENTS.stream().noneMatch(free -> path.equals(free) || path.startsWith(free + "/"));
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!isRead(request) && concerns(request.getRequestURI())) {
            gather(request.getRequestURI());
            audit.write(request, null);
        }
        return true;
    }

    // whom it is about: reading notes it
    private void gather(String path) {
        for (Pattern ofMessage : List.of(MESSAGE, CONFLICT)) {
            Matcher message = ofMessage.matcher(path);
            if (message.matches()) {
                var unused = search.read(new MessageId(Long.parseLong(message.group(1))));
            }
        }
        Matcher alert = ALERT.matcher(path);
        if (alert.matches()) {
            var unused = alerts.byId(alert.group(1));
        }
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (request instanceof ServletServerHttpRequest asked
                && response instanceof ServletServerHttpResponse answer
                && concerns(asked.getServletRequest().getRequestURI())) {
            int status = answer.getServletResponse().getStatus();
            if (!isRead(asked.getServletRequest())) {
                // a deed may have been done in part though it is refused in the end
                if (status < 500) {
                    audit.writeAlsoRead(asked.getServletRequest());
                }
            } else if (status < 400) {
                audit.write(asked.getServletRequest(), null);
            }
        }
        return body;
    }

    private static boolean isRead(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }
}
