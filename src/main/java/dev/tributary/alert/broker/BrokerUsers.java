package dev.tributary.alert.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what at the embedded broker: the engine everything, a downstream client nothing but consume and browse the
 * queues of its subscribers, and acknowledge in their names.
 */
final class BrokerUsers implements ActiveMQSecurityManager5 {

    private final String engineUser;
    private final String enginePassword;
    private final Map<String, BrokerClient> clients;

    BrokerUsers(String engineUser, String enginePassword, Map<String, BrokerClient> clients) {
        this.engineUser = engineUser;
        this.enginePassword = enginePassword;
        this.clients = Map.copyOf(clients);
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String domain) {
        if (user == null || password == null) {
            return null;
        }
        BrokerClient client = clients.get(user);
        String expected = engineUser.equals(user) ? enginePassword : client == null ? null : client.password();
        if (expected == null || !same(expected, password)) {
            return null;
        }
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(user));
        return subject;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
        String user = subject.getPrincipals(UserPrincipal.class).stream()
                .findFirst()
                .map(UserPrincipal::getName)
                .orElse("");
        if (engineUser.equals(user)) {
            return true;
        }
        BrokerClient client = clients.get(user);
        boolean reads = check == CheckType.CONSUME || check == CheckType.BROWSE;
        String plain = address.substring(address.lastIndexOf(':') + 1);
        return client != null && (reads ? client.mayRead(plain) : check == CheckType.SEND && client.mayReply(plain));
    }

    // in constant time: the port is open to whoever reaches it
    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean validateUser(String user, String password) {
        return authenticate(user, password, null, null) != null;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
        throw new UnsupportedOperationException("Artemis asks authorize() of this kind of security manager");
    }
}
