package dev.tributary.flow.management.access;

import java.util.Optional;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * {@link JmxRules} as Jolokia asks for them, for the user of the request in hand. Jolokia makes it by its name in {@code
 * management.endpoint.jolokia.config.restrictorClass} and asks once for each part of a bulk request; a part that may not
 * be answered carries {@code "status": 403}. Beans are the whole engine's: whoever is limited to some feeds is a viewer
 * here, or the routes of other feeds could be stopped.
 */
public final class JolokiaPolicy implements Restrictor {

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return method == HttpMethod.GET || method == HttpMethod.POST;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return switch (type) {
            case READ, LIST, VERSION, SEARCH, EXEC, CONFIG -> role().isPresent();
            case WRITE -> role().filter(Role.ADMIN::equals).isPresent();
            default -> false;
        };
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName bean, String attribute) {
        return role().filter(role -> JmxRules.mayRead(role, bean, attribute)).isPresent();
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName bean, String attribute) {
        return role().filter(role -> JmxRules.mayWrite(role, bean)).isPresent();
    }

    @Override
    public boolean isOperationAllowed(ObjectName bean, String operation) {
        return role().filter(role -> JmxRules.mayCall(role, bean, operation)).isPresent();
    }

    /** Spring Security has let the caller in. */
    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    /** {@link SameOriginFilter} has seen the origin; no other site may read answers. */
    @Override
    public boolean isOriginAllowed(String origin, boolean strict) {
        return strict;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName bean) {
        return false;
    }

    private static Optional<Role> role() {
        Authentication login = SecurityContextHolder.getContext().getAuthentication();
        if (login == null || !login.isAuthenticated()) {
            return Optional.empty();
        }
        boolean limited = FeedScope.of(login).isLimited();
        return Role.of(login).map(role -> limited && role.compareTo(Role.VIEWER) > 0 ? Role.VIEWER : role);
    }
}
