package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Reads SQLSTATE: is a row wrong, or is the database in trouble (PostgreSQL appendix A). */
final class DatabaseTrouble {

    /** Data, constraint and limit violations: the same row would fail again. */
    private static final Set<String> ROW_CLASSES = Set.of("22", "23", "54");

    /**
     * Connection, rollback (deadlock, serialization), resources, operator intervention, system error, lock not
     * available: may be over soon.
     */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58", "55");

    private DatabaseTrouble() {}

    static Fault unreached() {
        return new Fault(
                FaultCode.JOURNAL_UNREACHED, "the journal's database took no commit; send it again later", "journal");
    }

    static boolean isOfTheRow(SQLException e) {
        return ROW_CLASSES.contains(stateClass(e));
    }

    /** @return whether an exception anywhere in the chain says that the database may do it next time */
    static boolean isPassing(Throwable e) {
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SQLTransientException || cause instanceof SQLRecoverableException) {
                return true;
            }
            if (cause instanceof SQLException sql && (isOfThePool(sql) || PASSING_CLASSES.contains(stateClass(sql)))) {
                return true;
            }
        }
        return false;
    }

    // PostgreSQL gives every error a state. What has none never came from there: a pool says so of a connection that
    // broke, and a rollback on it is what Spring throws in place of the failure that went before
    private static boolean isOfThePool(SQLException e) {
        return e.getSQLState() == null;
    }

    private static String stateClass(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }
}
