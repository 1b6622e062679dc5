package dev.tributary.store.remote;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BasicAuthInterceptor;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import dev.tributary.store.CommitPlan;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreSettings;
import dev.tributary.store.StoreTransaction;
import dev.tributary.store.TransactionBundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/** Reads by batch, writes by transaction; see <a href="http://hl7.org/fhir/R4/http.html#transaction">FHIR R4 http</a>. */
final class RemoteFhirStore implements FhirStore {

    private final IGenericClient server;

    private RemoteFhirStore(IGenericClient server) {
        this.server = server;
    }

    static RemoteFhirStore at(FhirContext context, StoreSettings settings) {
        IRestfulClientFactory factory = new ApacheRestfulClientFactory(context);
        factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
        factory.setConnectTimeout((int) settings.connectTimeout().toMillis());
        factory.setConnectionRequestTimeout((int) settings.readTimeout().toMillis());
        factory.setSocketTimeout((int) settings.readTimeout().toMillis());
        factory.setPoolMaxTotal(50);
        factory.setPoolMaxPerRoute(50);
        IGenericClient server = factory.newGenericClient(settings.url());
        if (!settings.token().isEmpty()) {
            server.registerInterceptor(new BearerTokenAuthInterceptor(settings.token()));
        } else if (!settings.username().isEmpty()) {
            server.registerInterceptor(new BasicAuthInterceptor(settings.username(), settings.password()));
        }
        return new RemoteFhirStore(server);
    }

    @Override
    public Map<String, Resource> readAll(Collection<String> references) {
        if (references.isEmpty()) {
            return Map.of();
        }
        Bundle batch = new Bundle();
        batch.setType(BundleType.BATCH);
        references.forEach(reference ->
                batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl(reference));
        Bundle answer = ask(() -> server.transaction().withBundle(batch).execute());
        Map<String, Resource> found = new LinkedHashMap<>();
        for (BundleEntryComponent entry : answer.getEntry()) {
            Resource resource = entry.getResource();
            String status = entry.getResponse().getStatus();
            if (status != null && status.startsWith("2") && resource != null) {
                found.put(TransactionBundle.reference(resource), resource);
            } else if (status == null || !(status.startsWith("404") || status.startsWith("410"))) {
                throw RemoteFaults.ofEntry(status);
            }
        }
        return found;
    }

    @Override
    public List<Resource> referringTo(String reference) {
        List<Resource> found = new ArrayList<>();
        Bundle page = ask(() -> server.search()
                .byUrl(reference.replace("/", "?_id=") + "&_revinclude=*&_count=200")
                .returnBundle(Bundle.class)
                .execute());
        while (true) {
            for (BundleEntryComponent entry : page.getEntry()) {
                Resource resource = entry.getResource();
                if (resource != null
                        && !TransactionBundle.reference(resource).equals(reference)
                        && !resource.fhirType().equals("OperationOutcome")) {
                    found.add(resource);
                }
            }
            if (page.getLink(Bundle.LINK_NEXT) == null) {
                return found;
            }
            Bundle last = page;
            page = ask(() -> server.loadPage().next(last).execute());
        }
    }

    @Override
    public List<ResourceChange> commit(StoreTransaction transaction) {
        Map<String, Resource> current = readAll(transaction.writes().stream()
                .map(change -> TransactionBundle.reference(change.after()))
                .toList());
        Map<String, String> versions = new HashMap<>();
        current.forEach((reference, resource) ->
                versions.put(reference, resource.getMeta().getVersionId()));
        CommitPlan plan =
                CommitPlan.of(transaction, versions, reference -> Objects.requireNonNull(current.get(reference)));
        if (plan.toWrite().isEmpty()) {
            return plan.outcome(List.of());
        }
        TransactionBundle bundle = TransactionBundle.of(transaction.cause(), plan.toWrite());
        Bundle answer =
                ask(() -> server.transaction().withBundle(bundle.request()).execute());
        List<Resource> written = bundle.resources();
        for (int i = 0; i < written.size(); i++) {
            noteVersion(written.get(i), answer.getEntry().get(i).getResponse());
        }
        return plan.outcome(written);
    }

    /** The server answers with where it put it and which version that is, not with the resource. */
    private static void noteVersion(Resource resource, BundleEntryResponseComponent response) {
        String version = new IdType(response.getLocation()).getVersionIdPart();
        if (version == null && response.hasEtag()) {
            version = response.getEtag().replaceAll("^W/|\"", "");
        }
        resource.getMeta().setVersionId(version);
        if (response.hasLastModified()) {
            resource.getMeta().setLastUpdated(response.getLastModified());
        }
        resource.setId(new IdType(resource.fhirType(), resource.getIdElement().getIdPart(), version));
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            throw RemoteFaults.of(e);
        }
    }
}
