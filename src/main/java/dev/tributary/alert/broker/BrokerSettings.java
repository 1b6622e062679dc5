package dev.tributary.alert.broker;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code tributary.broker.*}.
 *
 * @param url empty for the broker in this process, else an Artemis URL such as {@code tcp://artemis:61616}
 * @param user of the engine at an outside broker; it needs to send, consume, create and manage
 * @param password of that user
 * @param bind address on which the embedded broker listens for downstream clients
 * @param port on which it listens (JMS core protocol and AMQP 1.0); 0 takes any free port
 * @param maxDiskUsage percent of the disk in use beyond which the broker takes no more; alerts then wait in the outbox
 * @param clients downstream clients by user name; where none is set, a user {@code downstream} with a generated
 *     password is made
 */
public record BrokerSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue("61616") int port,
        @DefaultValue("95") int maxDiskUsage,
        @DefaultValue Map<String, Client> clients) {

    /**
     * A downstream client.
     *
     * @param password empty to have one generated and kept in {@code artemis/clients.properties} of the data folder
     * @param subscribers whose queues it may consume; empty for all
     */
    public record Client(
            @DefaultValue("") String password, @DefaultValue List<String> subscribers) {

        @Override
        public String toString() {
            return "Client[subscribers=" + subscribers + "]";
        }
    }

    /** @return whether the broker runs in this process */
    public boolean embedded() {
        return url.isBlank();
    }

    @Override
    public String toString() {
        return embedded() ? "embedded broker on " + bind + ":" + port : "broker at " + url;
    }
}
