package dev.tributary.base;

/** Every meter of ours: its name, its tags and its help text. {@code docs/metrics.md} is made from this list. */
public enum Meters {
    /** Messages received. */
    RECEIVED("tributary.messages.received", "Messages received, retransmits and refused ones included", "feed"),
    /** Acknowledgments sent. */
    ACKNOWLEDGED("tributary.messages.acknowledged", "Acknowledgments sent, by MSA-1 code", "feed", "code"),
    /** Messages refused at receipt. */
    REFUSED("tributary.messages.refused", "Messages refused at receipt, by fault code", "feed", "fault"),
    /** Application acknowledgments of the enhanced mode. */
    APPLICATION_ACKNOWLEDGMENTS(
            "tributary.acknowledgments.application",
            "Application acknowledgments (MSH-16), by MSA-1 code and outcome (sent, undeliverable)",
            "feed",
            "code",
            "outcome"),
    /** Open MLLP connections. */
    CONNECTIONS("tributary.connections.open", "Open MLLP connections", "feed"),
    /** Connections we ended. */
    CONNECTIONS_ENDED(
            "tributary.connections.ended",
            "Connections ended by us, by reason (address, limit, tls, idle)",
            "feed",
            "reason"),
    /** Frames that were no message. */
    FRAMES_BROKEN(
            "tributary.frames.broken",
            "Frames that were no message, by reason (cut, oversize, slow, lost)",
            "feed",
            "reason"),
    /** Bytes outside of frames. */
    JUNK("tributary.frames.junk", "Bytes outside of frames, skipped", "feed"),
    /** Messages waiting for their turn. */
    QUEUED("tributary.messages.queued", "Messages accepted and not yet processed", "feed"),
    /** Messages held. */
    HELD("tributary.messages.held", "Messages held for a person", "feed"),
    /** Messages failed. */
    FAILED("tributary.messages.failed", "Messages that failed for good and wait for a person", "feed"),
    /** Messages processed. */
    PROCESSED("tributary.messages.processed", "Messages whose effects are committed", "feed"),
    /** Messages filtered. */
    FILTERED("tributary.messages.filtered", "Messages with no effect on purpose, by reason", "feed", "reason"),
    /** Last byte in to ACK out. */
    ACK_LATENCY("tributary.ack.latency", "Time from the last byte of a message to its acknowledgment", "feed"),
    /** Age of the oldest queued message. */
    OLDEST_QUEUED("tributary.messages.oldest.queued.age", "Age in seconds of the oldest queued message", "feed"),
    /** Claim to commit. */
    PROCESSING_TIME(
            "tributary.processing.time", "Time from the claim of a message to the commit of its effects", "feed"),
    /** Store part of the processing time. */
    STORE_TIME("tributary.store.time", "Time the FHIR store took for one transaction"),
    /** Alerts raised. */
    ALERTS("tributary.alerts.raised", "Alerts raised, by rule", "rule"),
    /** Rules that failed on a resource. */
    RULE_FAULTS(
            "tributary.alerts.rule.faults", "Alert rules that could not be evaluated on a resource, by rule", "rule"),
    /** Mapping sets read while running. */
    MAPPING_RELOADS(
            "tributary.mappings.reloads", "Mapping sets read while running, by outcome (loaded, refused)", "outcome"),
    /** Whether the files are refused. */
    MAPPINGS_REFUSED(
            "tributary.mappings.refused", "1 while the files in mappings/ are refused and an older set works, else 0"),
    /** Alerts that nobody gets. */
    ALERTS_UNHEARD("tributary.alerts.unheard", "Alerts that no subscriber gets: nobody can hear of them"),
    /** Alerts that wait for an answer. */
    ALERTS_OPEN("tributary.alerts.open", "Alerts that wait for an acknowledgement, by rule", "rule"),
    /** Alerts whose answer is late. */
    ALERTS_OVERDUE(
            "tributary.alerts.overdue", "Alerts that wait longer than their rule's response time, by rule", "rule"),
    /** Raised to acknowledged. */
    ALERTS_RESPONSE("tributary.alerts.response", "Time from raising an alert to its acknowledgement", "rule", "unit"),
    /** Answers in time and late. */
    ALERTS_ANSWERED(
            "tributary.alerts.answered",
            "Acknowledged alerts, by rule and whether in the policy's time",
            "rule",
            "within"),
    /** Escalation steps taken. */
    ALERTS_ESCALATED("tributary.alerts.escalated", "Escalation steps taken because nobody answered, by rule", "rule"),
    /** Answers that could not be taken. */
    ACKNOWLEDGEMENTS_REFUSED(
            "tributary.alerts.acknowledgements.refused",
            "Acknowledgements that were refused, by channel and reason",
            "channel",
            "reason"),
    /** Messages on a subscriber's queue. */
    SUBSCRIBER_DEPTH("tributary.subscriber.queue.depth", "Alerts waiting in a subscriber's queue", "subscriber"),
    /** Alerts a subscriber refused. */
    SUBSCRIBER_DEAD(
            "tributary.subscriber.dead.depth", "Alerts a subscriber refused, in its dead-letter queue", "subscriber"),
    /** Deliveries tried. */
    DELIVERIES("tributary.subscriber.deliveries", "Deliveries to subscribers, by outcome", "subscriber", "outcome"),
    /** Alerts in the outbox, not yet with the broker. */
    OUTBOX_DEPTH("tributary.outbox.depth", "Alerts committed and not yet handed to the broker");

    private final String meterName;
    private final String help;
    private final String[] tags;

    Meters(String meterName, String help, String... tags) {
        this.meterName = meterName;
        this.help = help;
        this.tags = tags;
    }

    /** @return dotted, as Micrometer takes it; Prometheus sees underscores */
    public String meterName() {
        return meterName;
    }

    /** @return one line for {@code # HELP} */
    public String help() {
        return help;
    }

    /** @return the tag keys, in order */
    public String[] tags() {
        return tags.clone();
    }
}
