package dev.tributary.flow.management.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what another web site makes a browser do with the password it remembers for us. A program that sends none of
 * the headers only browsers send is not asked anything more than its password.
 *
 * <p>Browsers say where a request comes from in {@code Sec-Fetch-Site} (over https or on loopback) and in {@code Origin}
 * (with every POST). Jolokia also takes orders by GET, where an old browser says neither: there an order by GET from
 * a browser is refused altogether; hawtio sends POST.
 */
final class SameOriginFilter extends OncePerRequestFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (changes(request) && (comesFromElsewhere(request) || isOrderByAddressBar(request))) {
            Refusals.fromAnotherSite(response);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean changes(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod()) || isJolokia(request);
    }

    private static boolean isJolokia(HttpServletRequest request) {
        return path(request).contains("/jolokia");
    }

    /** Decoded, so that {@code %6a} hides nothing. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }

    private static boolean comesFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeader("Origin");
        return origin != null && !isOurs(origin, request.getHeader("Host"));
    }

    private static boolean isOrderByAddressBar(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        return request.getMethod().equals("GET")
                && isJolokia(request)
                && (path(request).contains("/exec")
                        || path(request).contains("/write")
                        || request.getParameter("p") != null)
                && agent != null
                && agent.startsWith("Mozilla/");
    }

    private static boolean isOurs(String origin, @Nullable String host) {
        try {
            String authority = new URI(origin).getAuthority();
            return authority != null
                    && host != null
                    && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
