package dev.tributary.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;

class StartFailureTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream before = System.err;
    private final StartFailure failure = bootsOwn();

    private StartFailure bootsOwn() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        // made as Boot makes it, so that a constructor Boot cannot call is found here
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        SpringBootExceptionReporter.class,
                        SpringFactoriesLoader.ArgumentResolver.of(
                                ConfigurableApplicationContext.class, new GenericApplicationContext()))
                .stream()
                .filter(StartFailure.class::isInstance)
                .map(StartFailure.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void putBack() {
        System.setErr(before);
    }

    @Test
    void tellsEveryProblemWithItsPlaceAndCure() {
        ProblemsException problems = new ProblemsException(List.of(
                new Problem("routes/lab.camel.yaml", 7, "unknown endpoint 'fiel:'", "did you mean file?"),
                new Problem("config/application.yaml", 3, "port 99999 is no port", "use 1 to 65535")));

        assertThat(failure.reportException(new BeanCreationException("routes", "failed", problems)))
                .isTrue();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("2 problems to mend")
                .contains("routes/lab.camel.yaml:7: unknown endpoint 'fiel:' (did you mean file?)")
                .contains("config/application.yaml:3: port 99999 is no port (use 1 to 65535)")
                .doesNotContain("Exception");
    }

    @Test
    void tellsAFaultInItsOwnSentence() {
        assertThat(failure.reportException(new FaultException(
                        Fault.of(FaultCode.JOURNAL_UNREACHED, "the database at db:5432 does not answer; start it"))))
                .isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("the database at db:5432 does not answer");
    }

    @Test
    void leavesTheStackTraceToBootWhereOnlyADeveloperCanHelp() {
        assertThat(failure.reportException(new IllegalStateException("broken inside")))
                .isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("IllegalStateException: broken inside");
    }
}
