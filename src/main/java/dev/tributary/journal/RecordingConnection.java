package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.LogKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that records; kept out of the pool, so that busy workers never delay an acknowledgment. Used by
 * one thread, but for {@link #reachable}.
 */
final class RecordingConnection {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingConnection.class);

    private static final List<String> SETTINGS = List.of(
            "idle_in_transaction_session_timeout",
            "lock_timeout",
            "synchronous_commit",
            "enable_seqscan",
            "enable_hashjoin",
            "enable_mergejoin",
            "enable_material");

    /** An empty table misleads the planner; its plan must not live for long. */
    private static final int PLAN_ANEW_EVERY = 500;

    private final DataSource dataSource;
    private final Duration timeout;
    private @Nullable Connection connection;
    private boolean uncertain;
    private long batches;
    private volatile boolean reachable = true;

    RecordingConnection(DataSource dataSource, Duration timeout) {
        this.dataSource = dataSource;
        this.timeout = timeout;
    }

    /** What became of a batch. */
    sealed interface Result permits Committed, BadRow, NotCommitted {}

    /** Durable. */
    record Committed(List<Receipt> receipts, List<InboundMessage> queued) implements Result {}

    /** Nothing was committed, since at least one row is not what the database takes. */
    record BadRow(Fault why) implements Result {}

    /** Nothing was committed, or nobody knows. */
    record NotCommitted(Fault why) implements Result {}

    /** @return whether the last attempt to connect succeeded; may be asked by any thread */
    boolean reachable() {
        return reachable;
    }

    /** @return whether there is a connection now */
    boolean connect() {
        if (connection != null) {
            return true;
        }
        try {
            connection = open();
            if (!reachable) {
                LOG.atInfo().log("journal database reached again");
            }
            reachable = true;
        } catch (SQLException | RuntimeException e) {
            if (reachable) {
                LOG.atError()
                        .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                        .log("journal database not reached");
            }
            reachable = false;
        }
        return reachable;
    }

    private Connection open() throws SQLException {
        Connection opened = dataSource.getConnection();
        try (Statement statement = opened.createStatement()) {
            opened.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
            // if this machine vanishes in the middle of a batch, its lock must not outlive it for long
            statement.execute("set idle_in_transaction_session_timeout = " + timeout.toMillis());
            statement.execute("set lock_timeout = " + timeout.toMillis());
            // the answer to a hospital depends on it, whatever the server's default is
            statement.execute("set synchronous_commit = on");
            // plans are made while the table is short and kept while it grows: only those with an index stay right
            statement.execute("set enable_seqscan = off");
            statement.execute("set enable_hashjoin = off");
            statement.execute("set enable_mergejoin = off");
            statement.execute("set enable_material = off");
            opened.setAutoCommit(false);
            return opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * After a commit whose outcome nobody knows: waits until that transaction is over, whichever way.
     *
     * @return whether there was one and it is over; what it wrote can now be seen, if it wrote
     */
    boolean settle() {
        if (!uncertain || connection == null) {
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(BatchInsert.LOCK);
            connection.commit();
            uncertain = false;
            return true;
        } catch (SQLException e) {
            drop();
            return false;
        }
    }

    /** @return what became of it; never throws */
    Result insert(List<Arrival> batch) {
        boolean fresh = connection == null;
        Result result = insertOnce(batch);
        if (connection == null && !uncertain && !fresh) {
            // the connection broke while idle, or before anything was committed: once more on a new one
            result = insertOnce(batch);
        }
        return result;
    }

    private Result insertOnce(List<Arrival> batch) {
        if (!connect() || connection == null) {
            return new NotCommitted(DatabaseTrouble.unreached());
        }
        Connection open = connection;
        try {
            BatchInsert insert = new BatchInsert(open, batch);
            planAnew(open);
            insert.execute();
            // from here on a failure may as well be a success
            uncertain = true;
            open.commit();
            uncertain = false;
            return new Committed(insert.receipts(), insert.queued());
        } catch (SQLException e) {
            tell(e, String.valueOf(e.getSQLState()));
            return failed(open, e);
        } catch (RuntimeException e) {
            tell(e, "");
            drop();
            return new BadRow(internal());
        }
    }

    private void planAnew(Connection open) throws SQLException {
        if (++batches % PLAN_ANEW_EVERY == 0) {
            try (Statement statement = open.createStatement()) {
                statement.execute("discard plans");
            }
        }
    }

    private Result failed(Connection open, SQLException e) {
        if (uncertain) {
            drop();
            return new NotCommitted(DatabaseTrouble.unreached());
        }
        try {
            open.rollback();
        } catch (SQLException broken) {
            drop();
        }
        return DatabaseTrouble.isOfTheRow(e) ? new BadRow(internal()) : new NotCommitted(DatabaseTrouble.unreached());
    }

    private static void tell(Exception e, String sqlState) {
        LOG.atError()
                .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                .addKeyValue(LogKey.STATE, sqlState)
                .log("recording failed");
    }

    private static Fault internal() {
        return new Fault(FaultCode.INTERNAL, "the journal's database does not take this message's row", "journal");
    }

    private void drop() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                // not merely close: a pool must not hand out a connection in an unknown state
                broken.abort(Runnable::run);
                broken.close();
            } catch (SQLException ignored) {
                LOG.atDebug().log("closing a broken connection failed");
            }
        }
    }

    /** Gives the connection back as it was. */
    void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open;
                    Statement statement = open.createStatement()) {
                open.setAutoCommit(true);
                for (String setting : SETTINGS) {
                    statement.execute("reset " + setting);
                }
                open.setNetworkTimeout(Runnable::run, 0);
            } catch (SQLException e) {
                LOG.atDebug()
                        .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                        .log("connection was broken");
            }
        }
    }
}
