package dev.tributary.alert.broker;

import dev.tributary.alert.subscriber.Subscriber;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** How the broker treats our addresses, embedded or not. */
final class QueueRules {

    private static final long MEMORY_PER_QUEUE = 2L * 1024 * 1024;
    private static final int PAGE_BYTES = 1024 * 1024;
    private static final int IDS_PER_QUEUE = 100;

    private QueueRules() {}

    /** @return settings by address match */
    static Map<String, AddressSettings> all() {
        return Map.of("#", common(), BrokerNames.QUEUE_PREFIX + "#", lasting());
    }

    /** @return settings of a queue whose alerts wait as long as it takes */
    static AddressSettings lasting() {
        // resends are recognized where alerts come in; each subscriber's address need not remember them again
        return common().setMaxDeliveryAttempts(-1).setIDCacheSize(IDS_PER_QUEUE);
    }

    /**
     * @param subscriber whose alerts expire
     * @return settings of its queue
     */
    static AddressSettings expiring(Subscriber subscriber) {
        return lasting()
                .setExpiryDelay(subscriber.expiresAfter().toMillis())
                .setExpiryAddress(SimpleString.of(BrokerNames.expiredQueue(subscriber.name())));
    }

    private static AddressSettings common() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(BrokerNames.DEAD))
                .setExpiryAddress(SimpleString.of(BrokerNames.EXPIRED))
                // beyond this a queue lives on disk: a backlog costs no memory
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(MEMORY_PER_QUEUE)
                .setPageSizeBytes(PAGE_BYTES)
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                // a later attempt at once and in order; who waits between attempts is the delivery route
                .setRedeliveryDelay(0);
    }
}
