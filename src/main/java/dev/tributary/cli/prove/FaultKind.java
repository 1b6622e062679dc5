package dev.tributary.cli.prove;

/** What can be made to go wrong. */
enum FaultKind {
    KILL("kill -9 of the engine"),
    KILL_AT_POINT("the engine ends itself as by kill -9 between two of its steps"),
    KILL_WHILE_STARTING("kill -9, and once more in the middle of the start that follows"),
    STOP("SIGTERM, as a service manager stops it"),
    CLOCK_JUMP("SIGTERM, and its clock is wrong from the next start on"),
    DATABASE_STOP("the engine's PostgreSQL is stopped, and started again later"),
    DATABASE_CRASH("kill -9 of one of PostgreSQL's backends: all connections are lost, and it recovers"),
    CONNECTIONS_LOST("every connection to PostgreSQL is cut by it, as pg_terminate_backend does"),
    DATABASE_FROZEN("PostgreSQL stands still (SIGSTOP), as on a hanging disk"),
    DISK_FULL("not a byte is free where the data folder is"),
    BROKER_KILL("kill -9 of the broker, and a start later"),
    SUBSCRIBER_DOWN("nobody listens at one subscriber's address"),
    SUBSCRIBER_SLOW("one subscriber takes alerts and answers too late"),
    SUBSCRIBER_LYING("one subscriber says 200 with an HTML page and takes nothing, or takes it and says 503");

    private final String words;

    FaultKind(String words) {
        this.words = words;
    }

    /** @return what it is, for people */
    String words() {
        return words;
    }

    /** @return as the plan and the options write it */
    String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** @return whether the engine is another process afterwards */
    boolean endsTheEngine() {
        return switch (this) {
            case KILL, KILL_AT_POINT, KILL_WHILE_STARTING, STOP, CLOCK_JUMP -> true;
            default -> false;
        };
    }

    boolean isKill() {
        return this == KILL || this == KILL_AT_POINT || this == KILL_WHILE_STARTING;
    }
}
