package dev.tributary.flow.wire.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kit.Messages;
import dev.tributary.kit.MllpClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every shape of frame, over real sockets. */
class MllpEdgeTest {

    private Edge edge;

    @BeforeEach
    void start() throws Exception {
        edge = Edge.start(Map.of());
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void answersAMessage() {
        try (MllpClient client = edge.client()) {
            String ack = client.ask(Messages.adtA01().withControlId("C1").text());
            assertThat(ack)
                    .startsWith("MSH|^~\\&|TRIBUTARY|HUB|ADT1|WILLOWBROOK|")
                    .contains("\rMSA|AA|C1\r");
        }
        assertThat(edge.journal.messages())
                .containsExactly(Messages.adtA01().withControlId("C1").text());
    }
}
