package dev.tributary.store.embedded;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.JDBCException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What HAPI, Hibernate, the driver and Spring throw, as faults without a word of the resource in question. The original
 * is not kept as the cause: the driver quotes whole rows in its message.
 */
final class StoreFaults {

    private static final Pattern HAPI_CODE = Pattern.compile("HAPI-\\d{4}");

    private StoreFaults() {}

    static FaultException of(RuntimeException e) {
        if (e instanceof FaultException fault) {
            return fault;
        }
        String state = sqlState(e);
        if (!state.isEmpty()) {
            return ofState(state, e);
        }
        if (e instanceof ResourceVersionConflictException
                || e instanceof PreconditionFailedException
                || e instanceof TransientDataAccessException) {
            return fault(FaultCode.STORE_CONFLICT, "another writer was faster: read and merge again", e);
        }
        if (e instanceof BaseServerResponseException response) {
            FaultCode code = response.getStatusCode() < 500 ? FaultCode.STORE_REJECTED : FaultCode.INTERNAL;
            return fault(code, "the store answered HTTP " + response.getStatusCode() + hapiCode(e), e);
        }
        if (e instanceof TransactionException || e instanceof DataAccessException) {
            return fault(FaultCode.STORE_UNREACHED, "the database of the store did not answer", e);
        }
        return fault(FaultCode.INTERNAL, "the store failed with " + e.getClass().getSimpleName(), e);
    }

    /** By PostgreSQL's classes of error codes (appendix A of its manual). */
    private static FaultException ofState(String state, RuntimeException e) {
        String said = "the database of the store said " + state;
        return switch (state.substring(0, 2)) {
            // serialization failure, deadlock; 23505: two made the same id at once
            case "40", "55" -> fault(FaultCode.STORE_CONFLICT, said + ": another writer was faster", e);
            case "22", "23" ->
                state.equals("23505")
                        ? fault(FaultCode.STORE_CONFLICT, said + ": another writer was faster", e)
                        : fault(FaultCode.STORE_REJECTED, said + ": a value does not fit", e);
            // connection, resources, operator, system, and whatever else is not the resource's doing
            default -> fault(FaultCode.STORE_UNREACHED, said, e);
        };
    }

    private static String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JDBCException jdbc && jdbc.getSQLState() != null) {
                return jdbc.getSQLState().length() == 5 ? jdbc.getSQLState() : "";
            }
            if (cause instanceof SQLException plain && plain.getSQLState() != null) {
                return plain.getSQLState().length() == 5 ? plain.getSQLState() : "";
            }
        }
        return "";
    }

    private static FaultException fault(FaultCode code, String detail, RuntimeException cause) {
        return new FaultException(new Fault(code, detail, "store"), Redacted.of(cause));
    }

    /** HAPI numbers its sentences; the number says which, and unlike the sentence quotes nothing. */
    private static String hapiCode(RuntimeException e) {
        String message = e.getMessage();
        Matcher matcher = HAPI_CODE.matcher(message == null ? "" : message);
        return matcher.find() ? " (" + matcher.group() + ")" : "";
    }
}
