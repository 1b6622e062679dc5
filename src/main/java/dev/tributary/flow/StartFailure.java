package dev.tributary.flow;

import dev.tributary.base.FaultException;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Says why the engine does not start: every problem with its place and cure, and no stack trace where a person can act
 * without one. Registered in {@code META-INF/spring.factories}.
 */
final class StartFailure implements SpringBootExceptionReporter {

    private final PrintStream out;

    // Boot makes reporters by reflection, takes only a class with a single constructor, and hands in the context
    @SuppressWarnings("unused")
    StartFailure(@Nullable ConfigurableApplicationContext context) {
        this.out = System.err;
    }

    @Override
    public boolean reportException(Throwable failure) {
        for (Throwable cause : chain(failure)) {
            if (cause instanceof ProblemsException problems) {
                report(problems.problems());
                return true;
            }
            if (cause instanceof FaultException fault) {
                out.println();
                out.println("Tributary did not start: " + fault.fault().detail());
                out.println();
                return true;
            }
        }
        out.println();
        out.println("Tributary did not start. This is a defect of the engine or of its surroundings:");
        for (Throwable cause : chain(failure)) {
            // bean creation repeats its cause's whole text: only the innermost say something
            if (!(cause instanceof BeanCreationException) || cause.getCause() == null) {
                out.println("  " + cause.getClass().getName() + ": " + firstLine(cause));
            }
        }
        // false: Boot prints the stack trace as well, the one thing that helps here
        return false;
    }

    private void report(List<Problem> problems) {
        out.println();
        out.println("Tributary did not start. " + (problems.size() == 1 ? "One problem" : problems.size() + " problems")
                + " to mend:");
        problems.forEach(problem -> out.println("  " + problem));
        out.println();
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && chain.size() < 20; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    private static String firstLine(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
