package dev.tributary.flow.management.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Whom the request in hand is about, gathered where data are read, so that no page has to think of it. Read and emptied
 * before the answer goes out.
 */
public final class Audited {

    private static final String KEY = Audited.class.getName();

    private final Set<String> patients = new TreeSet<>();
    private final Set<String> numbers = new TreeSet<>();
    private final Set<Long> messages = new TreeSet<>();
    private final Set<Object> taken = new HashSet<>();

    private Audited() {}

    /** @return what was gathered for this request */
    public static Audited of(HttpServletRequest request) {
        if (request.getAttribute(KEY) instanceof Audited there) {
            return there;
        }
        Audited made = new Audited();
        request.setAttribute(KEY, made);
        return made;
    }

    /** @return whether there is a request in hand */
    public static boolean isGathering() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes;
    }

    /** Adds {@code Patient/id} to the request in hand, if there is one. */
    public static void patient(String reference) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes here) {
            of(here.getRequest()).patients.add(reference);
        }
    }

    /** Adds numbers of patients, or words that are looked for, to the request in hand, if there is one. */
    public static void numbers(Collection<String> found) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes here) {
            of(here.getRequest()).numbers.addAll(found);
        }
    }

    /** Adds a message that was read, by its number in the journal, to the request in hand, if there is one. */
    public static void message(long id) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes here) {
            of(here.getRequest()).messages.add(id);
        }
    }

    void addPatients(Collection<String> references) {
        patients.addAll(references);
    }

    /** @return whether something was gathered that was not taken before */
    boolean hasNews() {
        return !taken.containsAll(patients) || !taken.containsAll(numbers) || !taken.containsAll(messages);
    }

    /** @return {@code Patient/id}, each once; empty from now on */
    public Set<String> takePatients() {
        return take(patients);
    }

    /** @return numbers and words, each once; empty from now on */
    public Set<String> takeNumbers() {
        return take(numbers);
    }

    /** @return numbers of messages in the journal, upwards; empty from now on */
    Set<Long> takeMessages() {
        return new TreeSet<>(take(messages));
    }

    private <T> Set<T> take(Set<T> gathered) {
        Set<T> given = Set.copyOf(gathered);
        taken.addAll(given);
        gathered.clear();
        return given;
    }
}
