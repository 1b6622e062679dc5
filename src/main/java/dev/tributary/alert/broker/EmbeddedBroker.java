package dev.tributary.alert.broker;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.jspecify.annotations.Nullable;

/** Artemis in this process: durable, with an in-VM door for the engine and a TCP door for downstream clients. */
public final class EmbeddedBroker {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String ENGINE = "tributary-engine";
    private static final String TCP = "clients";

    private final BrokerSettings settings;
    private final Path folder;
    private final int number = COUNT.getAndIncrement();
    private final String enginePassword = ClientPasswords.generate();
    private final Map<String, BrokerClient> clients;
    private @Nullable ActiveMQServer server;

    /**
     * @param settings address, port, clients
     * @param dataFolder the engine's; the broker keeps {@code artemis/} in it
     */
    public EmbeddedBroker(BrokerSettings settings, Path dataFolder) {
        this.settings = settings;
        this.folder = dataFolder.resolve("artemis").toAbsolutePath();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.clients = ClientPasswords.complete(settings, folder);
    }

    /** @return how the engine itself reaches this broker */
    public BrokerAccess access() {
        return new BrokerAccess("vm://" + number, ENGINE, enginePassword);
    }

    /** @return downstream clients, by user */
    public Collection<BrokerClient> clients() {
        return clients.values();
    }

    /** @return where generated passwords lie */
    public Path passwordFile() {
        return folder.resolve("clients.properties");
    }

    /**
     * @throws FaultException if the port is taken or the data folder cannot be used
     */
    public synchronized void start() {
        ActiveMQServerImpl fresh = new ActiveMQServerImpl(
                configuration(),
                ManagementFactory.getPlatformMBeanServer(),
                new BrokerUsers(ENGINE, enginePassword, clients));
        try {
            fresh.start();
            if (!fresh.isActive() || !listens(fresh)) {
                throw new IllegalStateException("not listening");
            }
            server = fresh;
        } catch (Exception e) {
            stop(fresh);
            throw new FaultException(
                    new Fault(
                            FaultCode.BROKER_UNREACHED,
                            "the embedded broker does not start: is port " + settings.port() + " free on "
                                    + settings.bind()
                                    + ", and is the data folder writable and used by no other engine?",
                            "tributary.broker"),
                    e);
        }
    }

    /** Closes the doors and writes out what is open. */
    public synchronized void stop() {
        if (server != null) {
            stop(server);
            server = null;
        }
    }

    private static void stop(ActiveMQServer running) {
        try {
            running.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded broker did not stop", e);
        }
    }

    /** @return the port clients connect to */
    public synchronized int port() {
        return server == null ? settings.port() : acceptor(server).getActualPort();
    }

    private static boolean listens(ActiveMQServer running) {
        return running.getRemotingService().getAcceptor(TCP) instanceof NettyAcceptor netty && netty.isStarted();
    }

    private static NettyAcceptor acceptor(ActiveMQServer running) {
        return (NettyAcceptor) running.getRemotingService().getAcceptor(TCP);
    }

    private Configuration configuration() {
        Configuration configuration = new ConfigurationImpl()
                .setName("tributary")
                .setPersistenceEnabled(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                // asked for by name: the native journal is not there on every machine and falls back with a warning
                .setJournalType(JournalType.NIO)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                // how long a commit waits for others to share its fsync: the default of 3.3 ms is for spinning disks
                .setJournalBufferTimeout_NIO(500_000)
                .setPersistIDCache(true)
                .setIDCacheSize(20_000)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(true)
                .setGlobalMaxSize(64L * 1024 * 1024)
                // an alert that may only wait so long is set aside that much later at most
                .setMessageExpiryScanPeriod(5_000)
                .setMaxDiskUsage(settings.maxDiskUsage())
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                InVMAcceptorFactory.class.getName(), Map.of("serverId", String.valueOf(number)), "engine"));
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of("host", settings.bind(), "port", String.valueOf(settings.port()), "protocols", "CORE,AMQP"),
                TCP));
        QueueRules.all().forEach(configuration::addAddressSetting);
        return configuration;
    }
}
