package dev.tributary.base;

/** The closed list of keys a log line may carry. None of them can hold patient data; there is no key for free text. */
public final class LogKey {

    /** {@link MessageId}. */
    public static final String MESSAGE_ID = "messageId";
    /** {@link FeedName}. */
    public static final String FEED = "feed";
    /** {@link FaultCode}. */
    public static final String FAULT_CODE = "faultCode";
    /** Segment and field, file and line, or part of the engine, of a fault. */
    public static final String WHERE = "where";
    /** Address of a peer. */
    public static final String REMOTE = "remote";
    /** A state of a message, a delivery or a connection. */
    public static final String STATE = "state";
    /** Name of a subscriber. */
    public static final String SUBSCRIBER = "subscriber";
    /** Name of an alert rule. */
    public static final String RULE = "rule";
    /** Name of a route. */
    public static final String ROUTE = "route";
    /** How many. */
    public static final String COUNT = "count";
    /** How long, in milliseconds. */
    public static final String MILLIS = "millis";
    /** A file of the user's. */
    public static final String FILE = "file";
    /** Name of a user of the settings; never a name that somebody typed. */
    public static final String USER = "user";
    /** Class name of an exception whose message may hold patient data. */
    public static final String EXCEPTION = "exception";

    private LogKey() {}
}
