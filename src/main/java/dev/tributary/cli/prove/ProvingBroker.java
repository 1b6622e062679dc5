package dev.tributary.cli.prove;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/** A plain Artemis in a process of its own, as a hospital runs one: what {@code --broker outside} kills. */
final class ProvingBroker {

    private ProvingBroker() {}

    /** @param arguments its folder and its port */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Configuration configuration = new ConfigurationImpl()
                .setName("prove")
                .setPersistenceEnabled(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(500_000)
                .setPersistIDCache(true)
                .setIDCacheSize(20_000)
                .setSecurityEnabled(false)
                .setMaxDiskUsage(100);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", arguments[1], "protocols", "CORE,AMQP"),
                "clients"));
        new ActiveMQServerImpl(configuration).start();
        new CountDownLatch(1).await();
    }
}
