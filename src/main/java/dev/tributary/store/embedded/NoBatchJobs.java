package dev.tributary.store.embedded;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.JobOperationResultJson;
import ca.uhn.fhir.batch2.model.BatchInstanceStatusDTO;
import ca.uhn.fhir.batch2.model.BatchWorkChunkStatusDTO;
import ca.uhn.fhir.batch2.model.JobInstance;
import ca.uhn.fhir.batch2.model.JobInstanceStartRequest;
import ca.uhn.fhir.batch2.model.StatusEnum;
import ca.uhn.fhir.batch2.models.JobInstanceFetchRequest;
import ca.uhn.fhir.jpa.batch.models.Batch2JobStartResponse;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.IDeleteExpungeJobSubmitter;
import ca.uhn.fhir.rest.server.exceptions.NotImplementedOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;

/**
 * Stands where HAPI wants its batch machinery (bulk export and import, reindexing, mass merges), which this engine does
 * without: it costs start-up time, threads and a message channel. There are no jobs, and none can be started.
 */
final class NoBatchJobs implements IJobCoordinator, IDeleteExpungeJobSubmitter {

    @Override
    public String submitJob(
            Integer batchSize,
            List<String> urls,
            boolean cascade,
            @Nullable Integer cascadeRounds,
            RequestDetails details) {
        throw new NotImplementedOperationException("this server runs no batch jobs");
    }

    @Override
    public Batch2JobStartResponse startInstance(@Nullable RequestDetails details, JobInstanceStartRequest request) {
        throw new NotImplementedOperationException("this server runs no batch jobs");
    }

    @Override
    public JobInstance getInstance(String instanceId) {
        throw new ResourceNotFoundException("this server runs no batch jobs");
    }

    @Override
    public List<JobInstance> getInstances(int pageSize, int pageIndex) {
        return List.of();
    }

    @Override
    public List<JobInstance> getRecentInstances(int count, int start) {
        return List.of();
    }

    @Override
    public JobOperationResultJson cancelInstance(String instanceId) {
        throw new ResourceNotFoundException("this server runs no batch jobs");
    }

    @Override
    public List<JobInstance> getInstancesbyJobDefinitionIdAndEndedStatus(
            String definition, @Nullable Boolean ended, int count, int start) {
        return List.of();
    }

    @Override
    public Page<JobInstance> fetchAllJobInstances(JobInstanceFetchRequest request) {
        return Page.empty();
    }

    @Override
    public List<JobInstance> getJobInstancesByJobDefinitionIdAndStatuses(
            String definition, Set<StatusEnum> statuses, int count, int start) {
        return List.of();
    }

    @Override
    public List<JobInstance> getJobInstancesByJobDefinitionId(String definition, int count, int start) {
        return List.of();
    }

    @Override
    public List<BatchWorkChunkStatusDTO> getWorkChunkStatus(String instanceId) {
        return List.of();
    }

    @Override
    public BatchInstanceStatusDTO getBatchInstanceStatus(String instanceId) {
        throw new ResourceNotFoundException("this server runs no batch jobs");
    }
}
