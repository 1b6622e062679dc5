package dev.tributary.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sets array parameters one after the other: a whole batch travels as columns, in one round trip. */
final class ArrayParameters {

    private final Connection connection;
    private final PreparedStatement statement;
    private int next = 1;

    ArrayParameters(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    void texts(Stream<? extends @Nullable String> column) throws SQLException {
        set("text", column.toArray(String[]::new));
    }

    void longs(Stream<? extends @Nullable Long> column) throws SQLException {
        set("int8", column.toArray(Long[]::new));
    }

    void integers(Stream<Integer> column) throws SQLException {
        set("int4", column.toArray(Integer[]::new));
    }

    void booleans(Stream<Boolean> column) throws SQLException {
        set("bool", column.toArray(Boolean[]::new));
    }

    void bytes(Stream<byte[]> column) throws SQLException {
        set("bytea", column.toArray(byte[][]::new));
    }

    private void set(String type, Object[] values) throws SQLException {
        statement.setArray(next++, connection.createArrayOf(type, values));
    }
}
