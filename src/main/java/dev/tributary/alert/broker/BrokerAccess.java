package dev.tributary.alert.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * How the engine reaches the broker, as a JMS connection factory that knows its own user. Connections do not reconnect
 * by themselves: whoever holds one opens another, with its own back-off. Thread-safe.
 */
public final class BrokerAccess implements ConnectionFactory, AutoCloseable {

    private static final int CALL_TIMEOUT_MILLIS = 30_000;
    // what a consumer may hold beyond the alert it works on: flat memory, with 200 subscribers too
    private static final int WINDOW_BYTES = 64 * 1024;

    private final ActiveMQConnectionFactory factory;
    private final String user;
    private final String password;

    /**
     * @param url {@code vm://0} or {@code tcp://host:61616}
     * @param user of the engine
     * @param password of that user
     */
    public BrokerAccess(String url, String user, String password) {
        this.factory = new ActiveMQConnectionFactory(url, user, password);
        factory.setCallTimeout(CALL_TIMEOUT_MILLIS);
        factory.setConsumerWindowSize(WINDOW_BYTES);
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        factory.setBlockOnDurableSend(true);
        this.user = user;
        this.password = password;
    }

    ServerLocator locator() {
        return factory.getServerLocator();
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return factory.createConnection(user, password);
    }

    @Override
    public Connection createConnection(String otherUser, String otherPassword) throws JMSException {
        return factory.createConnection(otherUser, otherPassword);
    }

    @Override
    public JMSContext createContext() {
        return factory.createContext(user, password);
    }

    @Override
    public JMSContext createContext(String otherUser, String otherPassword) {
        return factory.createContext(otherUser, otherPassword);
    }

    @Override
    public JMSContext createContext(String otherUser, String otherPassword, int sessionMode) {
        return factory.createContext(otherUser, otherPassword, sessionMode);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return factory.createContext(user, password, sessionMode);
    }

    @Override
    public void close() {
        factory.close();
    }
}
