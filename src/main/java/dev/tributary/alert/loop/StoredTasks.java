package dev.tributary.alert.loop;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Recipient;
import dev.tributary.alert.Severity;
import dev.tributary.base.MessageId;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskPriority;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * A FHIR Task for each alert that wants an answer, in the shared record: its id is the alert's, its focus what the alert
 * speaks of, its deadline {@code restriction.period.end}. Whoever sets it to {@code completed} acknowledges the alert.
 */
public final class StoredTasks implements AlertTasks {

    /** Name of the input with the alert's text, and of the output with the read-back. */
    static final String TEXT = "alert";

    /** Name of the output with what was read back. */
    static final String READ_BACK = "read-back";

    private final FhirStore store;

    /** @param store the record */
    public StoredTasks(FhirStore store) {
        this.store = store;
    }

    @Override
    public void opened(Alert alert, Instant due, boolean readBack, MessageId cause) {
        Optional<Resource> before = store.read("Task", alert.id());
        Task task = new Task();
        task.setId("Task/" + alert.id());
        task.setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        task.setPriority(alert.severity() == Severity.CRITICAL ? TaskPriority.STAT : TaskPriority.URGENT);
        task.setCode(new CodeableConcept().setText("Acknowledge alert: " + alert.rule()));
        task.setDescription(alert.text());
        task.setFocus(focus(alert.focus()));
        if (alert.patient() != null) {
            task.setFor(new Reference(alert.patient()));
        }
        if (alert.encounter() != null) {
            task.setEncounter(new Reference(alert.encounter()));
        }
        alert.reach().recipients().stream()
                .map(Recipient::reference)
                .filter(reference -> reference.startsWith("Practitioner"))
                .findFirst()
                .ifPresent(reference -> task.setOwner(new Reference(reference)));
        task.setAuthoredOn(Date.from(alert.at()));
        task.getRestriction().getPeriod().setEnd(Date.from(due));
        input(task, TEXT, alert.text());
        task.addInput()
                .setType(new CodeableConcept().setText("read-back required"))
                .setValue(new BooleanType(readBack));
        write(before, task, cause);
    }

    // what the engine says of itself is in no record: a reference to it would lead nowhere, and a store may refuse it
    private static Reference focus(String reference) {
        boolean stored = !reference.startsWith("Parameters/") && !reference.startsWith("OperationOutcome/");
        return stored ? new Reference(reference) : new Reference().setDisplay(reference);
    }

    private static void input(Task task, String name, String value) {
        task.addInput().setType(new CodeableConcept().setText(name)).setValue(new StringType(value));
    }

    @Override
    public void ended(Alert alert, AlertState state, MessageId cause) {
        store.read("Task", alert.id()).filter(Task.class::isInstance).ifPresent(before -> {
            Task task = (Task) before.copy();
            TaskStatus status = state == AlertState.ACKNOWLEDGED ? TaskStatus.COMPLETED : TaskStatus.CANCELLED;
            if (task.getStatus() != status) {
                task.setStatus(status).setStatusReason(new CodeableConcept().setText(state.code()));
                write(Optional.of(before), task, cause);
            }
        });
    }

    /** Sets a task back whose change did not acknowledge its alert, and says why. */
    void refuse(Task before, String why, MessageId cause) {
        Task task = before.copy();
        task.setStatus(TaskStatus.REQUESTED).setStatusReason(new CodeableConcept().setText(why));
        write(Optional.of(before), task, cause);
    }

    private void write(Optional<Resource> before, Task task, MessageId cause) {
        before.ifPresent(stored -> task.getMeta().setVersionId(stored.getMeta().getVersionId()));
        var unused = store.commit(new StoreTransaction(cause, List.of(new ResourceChange(before.orElse(null), task))));
    }
}
