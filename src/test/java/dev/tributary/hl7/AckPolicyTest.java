package dev.tributary.hl7;

import static dev.tributary.hl7.AckVerdict.ACCEPT;
import static dev.tributary.hl7.AckVerdict.ERROR;
import static dev.tributary.hl7.AckVerdict.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.kit.Messages;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckPolicyTest {

    @Test
    void originalModeIsOneAnswerAtReceipt() {
        MessageHeader header = header("", "");

        assertThat(AckPolicy.atReceipt(header, ACCEPT)).isEqualTo(new AckPlan(Optional.of(AckCode.AA), false));
        assertThat(AckPolicy.atReceipt(header, ERROR)).isEqualTo(new AckPlan(Optional.of(AckCode.AE), false));
        assertThat(AckPolicy.atReceipt(header, REJECT)).isEqualTo(new AckPlan(Optional.of(AckCode.AR), false));
        assertThat(AckPolicy.afterProcessing(header, ACCEPT)).isEmpty();
        assertThat(AckPolicy.afterProcessing(header, ERROR)).isEmpty();
    }

    // MSH-15, MSH-16, verdict at receipt, answer at receipt, whether an application acknowledgment follows
    @ParameterizedTest
    @CsvSource({
        "AL, NE, ACCEPT, CA, false",
        "AL, NE, ERROR,  CE, false",
        "AL, NE, REJECT, CR, false",
        "AL, AL, ACCEPT, CA, true",
        "AL, AL, ERROR,  CE, false",
        "AL, ER, ACCEPT, CA, true",
        "AL, SU, ACCEPT, CA, true",
        "AL, '', ACCEPT, CA, false",
        "ER, NE, ACCEPT, '', false",
        "ER, NE, ERROR,  CE, false",
        "ER, NE, REJECT, CR, false",
        "SU, NE, ACCEPT, CA, false",
        "SU, NE, ERROR,  '', false",
        "SU, AL, REJECT, AR, false",
        "NE, NE, ACCEPT, '', false",
        "NE, NE, ERROR,  '', false",
        "NE, AL, ACCEPT, '', true",
        "NE, AL, ERROR,  AE, false",
        "NE, SU, ERROR,  '', false",
        "NE, ER, REJECT, AR, false",
        "'', AL, ACCEPT, '', true",
        "'', AL, ERROR,  AE, false",
        "al, ne, ACCEPT, CA, false",
        "QQ, NE, ACCEPT, '', false"
    })
    void enhancedModeAnswersAsAsked(
            String accept, String application, AckVerdict verdict, @Nullable String code, boolean follows) {
        AckPlan plan = AckPolicy.atReceipt(header(accept, application), verdict);

        assertThat(plan.atReceipt().map(AckCode::name).orElse("")).isEqualTo(code);
        assertThat(plan.applicationFollows()).isEqualTo(follows);
    }

    @ParameterizedTest
    @CsvSource({
        "AL, ACCEPT, AA",
        "AL, ERROR,  AE",
        "AL, REJECT, AR",
        "ER, ACCEPT, ''",
        "ER, ERROR,  AE",
        "SU, ACCEPT, AA",
        "SU, ERROR,  ''",
        "NE, ACCEPT, ''",
        "NE, ERROR,  ''",
        "'', ACCEPT, ''"
    })
    void theApplicationAnswersAfterProcessing(String application, AckVerdict verdict, String code) {
        Optional<AckCode> answer = AckPolicy.afterProcessing(header("AL", application), verdict);

        assertThat(answer.map(AckCode::name).orElse("")).isEqualTo(code);
    }

    @Test
    void theFaultDecidesBetweenErrorAndRejection() {
        assertThat(AckVerdict.of(Fault.of(FaultCode.UNREADABLE, "x"))).isEqualTo(REJECT);
        assertThat(AckVerdict.of(Fault.of(FaultCode.JOURNAL_UNREACHED, "x"))).isEqualTo(ERROR);
    }

    private static MessageHeader header(String accept, String application) {
        return HeaderPeek.of(Messages.adtA01()
                        .withAcknowledgments(accept, application)
                        .bytes())
                .orElseThrow();
    }
}
