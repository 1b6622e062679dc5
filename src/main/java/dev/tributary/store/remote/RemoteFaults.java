package dev.tributary.store.remote;

import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/** What the REST client throws, as faults. An OperationOutcome of the server may quote the resource: it is not kept. */
final class RemoteFaults {

    private RemoteFaults() {}

    static FaultException of(RuntimeException e) {
        if (e instanceof FaultException fault) {
            return fault;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return fault(
                        FaultCode.STORE_UNREACHED,
                        "no connection to the remote FHIR server ("
                                + cause.getClass().getSimpleName() + "): check tributary.store.url and the network");
            }
        }
        if (e instanceof FhirClientConnectionException) {
            return fault(
                    FaultCode.STORE_TIMED_OUT,
                    "the remote FHIR server took the request and gave no whole answer: the write may have happened");
        }
        if (e instanceof BaseServerResponseException response) {
            return ofStatus(response.getStatusCode());
        }
        return fault(
                FaultCode.INTERNAL,
                "the client of the remote FHIR server failed with "
                        + e.getClass().getName());
    }

    static FaultException ofEntry(@Nullable String status) {
        return ofStatus(status != null && status.matches("\\d{3}.*") ? Integer.parseInt(status.substring(0, 3)) : 0);
    }

    private static FaultException ofStatus(int status) {
        String answered = "the remote FHIR server answered with HTTP " + status;
        return switch (status) {
            case 409, 412 -> fault(FaultCode.STORE_CONFLICT, answered + ": another writer was faster, merge again");
            case 401, 403 ->
                fault(FaultCode.STORE_REJECTED, answered + ": check tributary.store.username, password or token");
            case 408, 429 -> fault(FaultCode.STORE_UNREACHED, answered + ": it is overloaded");
            default ->
                status >= 400 && status < 500
                        ? fault(FaultCode.STORE_REJECTED, answered)
                        : fault(FaultCode.STORE_UNREACHED, answered);
        };
    }

    private static FaultException fault(FaultCode code, String detail) {
        return new FaultException(new Fault(code, detail, "store"));
    }
}
