package dev.tributary.alert.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jspecify.annotations.Nullable;

/** One management session with the broker, the same for the embedded one and one outside. Not thread-safe. */
final class BrokerControl implements AutoCloseable {

    private static final String BROKER = "broker";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClientSessionFactory factory;
    private final ClientSession session;

    private BrokerControl(ClientSessionFactory factory, ClientSession session) {
        this.factory = factory;
        this.session = session;
    }

    /** @throws FaultException if the broker cannot be reached or refuses the engine */
    static BrokerControl open(BrokerAccess access) {
        try {
            ClientSessionFactory factory = access.locator().createSessionFactory();
            try {
                ClientSession session =
                        factory.createSession(access.user(), access.password(), false, true, true, false, 1);
                session.start();
                return new BrokerControl(factory, session);
            } catch (ActiveMQException e) {
                factory.close();
                throw e;
            }
        } catch (Exception e) {
            throw unreached(e);
        }
    }

    /** Makes an address; one that another node has made meanwhile is as good. */
    void createAddress(String address, RoutingType type) {
        try {
            if (!session.addressQuery(SimpleString.of(address)).isExists()) {
                session.createAddress(SimpleString.of(address), type, false);
            }
        } catch (ActiveMQException e) {
            throw unreached(e);
        }
    }

    /** Makes a queue; one that another node has made meanwhile is as good. */
    void createQueue(QueueConfiguration queue) {
        try {
            if (!session.queueQuery(queue.getName()).isExists()) {
                session.createQueue(queue);
            }
        } catch (ActiveMQException e) {
            throw unreached(e);
        }
    }

    /** @return messages on the queue, those being delivered included; 0 if there is no such queue */
    long depth(String queue) {
        try {
            ClientSession.QueueQuery query = session.queueQuery(SimpleString.of(queue));
            return query.isExists() ? query.getMessageCount() : 0;
        } catch (ActiveMQException e) {
            throw unreached(e);
        }
    }

    List<String> addresses() {
        return strings(call("getAddressNames"));
    }

    List<String> queues() {
        return strings(call("getQueueNames"));
    }

    List<String> diverts() {
        return strings(call("listDivertNames"));
    }

    /** @return the filter of a divert that there is, empty if it has none */
    String divertFilter(String name) {
        Object filter = ask(request -> ManagementHelper.putAttribute(request, ResourceNames.DIVERT + name, "filter"));
        return filter == null ? "" : filter.toString();
    }

    void createDivert(DivertConfiguration divert) {
        call("createDivert", divert.toJSON());
    }

    void updateDivert(DivertConfiguration divert) {
        call("updateDivert", divert.toJSON());
    }

    void destroyDivert(String name) {
        call("destroyDivert", name);
    }

    void addressSettings(String match, AddressSettings settings) {
        call("addAddressSettings", match, settings.toJSON());
    }

    void removeAddressSettings(String match) {
        call("removeAddressSettings", match);
    }

    /** @return after how many milliseconds what comes to an address expires there; -1 for never */
    long expiryDelay(String address) {
        try {
            return JSON.readTree(String.valueOf(call("getAddressSettingsAsJSON", address)))
                    .path("expiryDelay")
                    .asLong(-1);
        } catch (JsonProcessingException e) {
            throw unreached(e);
        }
    }

    private static List<String> strings(@Nullable Object result) {
        return result instanceof Object[] names
                ? Arrays.stream(names).map(String::valueOf).toList()
                : List.of();
    }

    private @Nullable Object call(String operation, Object... arguments) {
        return ask(request -> ManagementHelper.putOperationInvocation(request, BROKER, operation, arguments));
    }

    private @Nullable Object ask(ManagementHelper.MessageAcceptor question) {
        AtomicReference<@Nullable Object> result = new AtomicReference<>();
        try {
            ManagementHelper.doManagement(
                    session, question, reply -> result.set(ManagementHelper.getResult(reply)), reply -> {
                        throw new IllegalStateException("refused by the broker");
                    });
        } catch (Exception e) {
            throw unreached(e);
        }
        return result.get();
    }

    private static FaultException unreached(Exception cause) {
        return new FaultException(
                new Fault(
                        FaultCode.BROKER_UNREACHED,
                        "the broker did not do what was asked ("
                                + cause.getClass().getSimpleName() + ")",
                        "tributary.broker"),
                cause);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (ActiveMQException e) {
            // it is gone already, and that is what was wanted
        } finally {
            factory.close();
        }
    }
}
