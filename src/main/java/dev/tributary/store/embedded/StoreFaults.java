package dev.tributary.store.embedded;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
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
        if (e instanceof ResourceVersionConflictException
                || e instanceof PreconditionFailedException
                || e instanceof TransientDataAccessException
                || e instanceof DataIntegrityViolationException) {
            return fault(FaultCode.STORE_CONFLICT, "another writer was faster: read and merge again", e);
        }
        if (e instanceof BaseServerResponseException response) {
            return response.getStatusCode() < 500
                    ? fault(
                            FaultCode.STORE_REJECTED,
                            "the store refused a write with HTTP " + response.getStatusCode() + code(e),
                            e)
                    : fault(FaultCode.INTERNAL, "the store failed with HTTP " + response.getStatusCode() + code(e), e);
        }
        if (e instanceof TransactionException || e instanceof DataAccessResourceFailureException) {
            return fault(FaultCode.STORE_UNREACHED, "the database of the store did not answer", e);
        }
        return fault(FaultCode.INTERNAL, "the store failed with " + e.getClass().getSimpleName(), e);
    }

    private static FaultException fault(FaultCode code, String detail, RuntimeException cause) {
        return new FaultException(new Fault(code, detail, "store"), Redacted.of(cause));
    }

    /** HAPI numbers its sentences; the number says which, and unlike the sentence quotes nothing. */
    private static String code(RuntimeException e) {
        String message = e.getMessage();
        Matcher matcher = HAPI_CODE.matcher(message == null ? "" : message);
        return matcher.find() ? " (" + matcher.group() + ")" : "";
    }
}
