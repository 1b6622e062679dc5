package dev.tributary.alert.outbox;

import jakarta.jms.JMSException;

/** Carries the broker's refusal out of a database transaction, which it rolls back. */
final class BrokerRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final transient JMSException refusal;

    BrokerRefusal(JMSException refusal) {
        super(refusal);
        this.refusal = refusal;
    }

    JMSException refusal() {
        return refusal;
    }
}
