package dev.tributary.store.embedded;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import org.springframework.beans.factory.BeanFactory;

/**
 * FHIR R4 REST on the record: search, read, history, transaction, {@code Patient/$everything}, capability statement.
 * The providers of all resource types are made with the first request, since they cost seconds of a start.
 */
final class FhirEndpoint extends RestfulServer {

    private static final long serialVersionUID = 1L;

    private final transient BeanFactory parts;

    FhirEndpoint(FhirContext context, BeanFactory parts) {
        super(context);
        this.parts = parts;
        setServerName("Tributary");
        setImplementationDescription("Tributary, the shared record");
        setDefaultResponseEncoding(EncodingEnum.JSON);
    }

    @Override
    protected void initialize() {
        registerProviders(parts.getBean(ResourceProviderFactory.class).createProviders());
        registerProvider(parts.getBean(JpaSystemProvider.class));
        setPagingProvider(parts.getBean(DatabaseBackedPagingProvider.class));
        setServerConformanceProvider(new JpaCapabilityStatementProvider(
                this,
                parts.getBean(IFhirSystemDao.class),
                parts.getBean(JpaStorageSettings.class),
                parts.getBean(ISearchParamRegistry.class),
                parts.getBean(IValidationSupport.class)));
    }
}
