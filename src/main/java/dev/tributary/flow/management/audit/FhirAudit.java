package dev.tributary.flow.management.audit;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Writes who reads, searches and changes what at {@code /fhir}, with every patient an answer speaks of. Before a change is
 * made and before an answer goes out: if it cannot be written, neither happens (503).
 */
@Interceptor
public final class FhirAudit {

    private static final int UNAVAILABLE = 503;

    private final RequestAudit audit;
    private final FhirContext context;

    /** @param context of R4 */
    public FhirAudit(RequestAudit audit, FhirContext context) {
        this.audit = audit;
        this.context = context;
    }

    /** Before anything is changed. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void before(RequestDetails details, RestOperationTypeEnum operation) {
        if (details instanceof ServletRequestDetails servlet && changes(operation)) {
            write(servlet, servlet.getResource());
        }
    }

    /** Before an answer is written. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void answer(RequestDetails details, @Nullable IBaseResource answer) {
        RestOperationTypeEnum operation = details.getRestOperationType();
        if (details instanceof ServletRequestDetails servlet
                && operation != null
                && operation != RestOperationTypeEnum.METADATA
                && !changes(operation)) {
            write(servlet, answer);
        }
    }

    private void write(ServletRequestDetails details, @Nullable IBaseResource about) {
        HttpServletRequest request = details.getServletRequest();
        Audited.of(request).addPatients(patients(about));
        try {
            audit.write(request, null);
        } catch (DataAccessException e) {
            throw new UnclassifiedServerFailureException(
                    UNAVAILABLE, "It could not be written down who asks: nothing is shown or done. Try again.");
        }
    }

    private static boolean changes(RestOperationTypeEnum operation) {
        return switch (operation) {
            case CREATE, UPDATE, PATCH, DELETE, TRANSACTION -> true;
            default -> false;
        };
    }

    private Set<String> patients(@Nullable IBaseResource about) {
        Set<String> found = new HashSet<>();
        if (about instanceof Bundle bundle) {
            bundle.getEntry().stream()
                    .filter(entry -> entry.getResource() != null)
                    .forEach(entry -> found.addAll(patients(entry.getResource())));
            return found;
        }
        if (about instanceof Patient patient && patient.hasId()) {
            found.add("Patient/" + patient.getIdPart());
        }
        if (about != null) {
            for (Reference reference : context.newTerser().getAllPopulatedChildElementsOfType(about, Reference.class)) {
                String to = reference.getReference();
                if (to != null && to.startsWith("Patient/")) {
                    found.add(to);
                }
            }
        }
        return found;
    }
}
