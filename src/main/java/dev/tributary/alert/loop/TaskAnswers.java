package dev.tributary.alert.loop;

import static dev.tributary.base.LogKey.EXCEPTION;
import static dev.tributary.base.LogKey.RULE;

import dev.tributary.store.FhirStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.hl7.fhir.r4.model.Type;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sees which Tasks somebody has completed through FHIR, in the embedded store or in a remote one: {@code owner} is who
 * acknowledges, an output {@code read-back} or a note is what was read back. Not thread-safe: the clock asks.
 */
public final class TaskAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(TaskAnswers.class);
    private static final int MOST = 500;

    private final PostgresAlertBook book;
    private final StoredTasks tasks;
    private final Acknowledgements acknowledgements;
    private final FhirStore store;
    private final TransactionOperations transactions;
    private int passed;

    /**
     * @param book knows which alerts are open
     * @param tasks sets back what did not acknowledge
     * @param acknowledgements takes the answers
     * @param store the record
     * @param transactions of it
     */
    public TaskAnswers(
            PostgresAlertBook book,
            StoredTasks tasks,
            Acknowledgements acknowledgements,
            FhirStore store,
            TransactionOperations transactions) {
        this.book = book;
        this.tasks = tasks;
        this.acknowledgements = acknowledgements;
        this.store = store;
        this.transactions = transactions;
    }

    /**
     * Looks at the Tasks of open alerts, oldest first; at the next ones the next time, where there are very many. One
     * that cannot be taken is no hindrance to the rest.
     */
    public void look() {
        List<Standing> open = book.open(passed, MOST);
        passed = open.size() < MOST ? 0 : passed + MOST;
        if (open.isEmpty()) {
            return;
        }
        Map<String, Resource> stored = store.readAll(
                open.stream().map(each -> "Task/" + each.alert().id()).toList());
        for (Standing each : open) {
            if (stored.get("Task/" + each.alert().id()) instanceof Task task
                    && task.getStatus() == TaskStatus.COMPLETED) {
                try {
                    take(each, task);
                } catch (RuntimeException e) {
                    LOG.atWarn()
                            .addKeyValue(RULE, each.alert().rule())
                            .addKeyValue(EXCEPTION, e.getClass().getName())
                            .log("a completed Task could not be taken: trying again");
                }
            }
        }
    }

    private void take(Standing standing, Task task) {
        Answered answered = acknowledgements.take(
                new Acknowledgement(standing.alert().id(), who(task), readBack(task), "task", false));
        if (!(answered instanceof Answered.Accepted) && !(answered instanceof Answered.Repeated)) {
            transactions.executeWithoutResult(status ->
                    tasks.refuse(task, answered.words(), standing.alert().cause()));
        }
    }

    private static String who(Task task) {
        if (task.getOwner().getReferenceElement().hasIdPart()) {
            return task.getOwner().getReferenceElement().getResourceType() + "/"
                    + task.getOwner().getReferenceElement().getIdPart();
        }
        return Objects.requireNonNullElse(task.getOwner().getIdentifier().getValue(), "");
    }

    private static String readBack(Task task) {
        return Stream.concat(
                        task.getOutput().stream()
                                .filter(each -> StoredTasks.READ_BACK.equals(
                                        each.getType().getText()))
                                .map(each -> text(each.getValue())),
                        task.getNote().stream().map(Annotation::getText))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static String text(Type value) {
        return value != null && value.isPrimitive() ? Objects.requireNonNullElse(value.primitiveValue(), "") : "";
    }
}
