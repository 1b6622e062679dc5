package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.hl7.Hl7Reader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the writer must not write, whatever a sender leaves blank. */
class FhirJsonTest {

    private static JsonNode bundle(String text) throws IOException {
        return Golden.JSON.readTree(FhirJson.writeBundle(
                Golden.map(Hl7Reader.read(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))));
    }

    @Test
    void aBlankPartOfANameIsNoNullInItsList() throws IOException {
        JsonNode bundle = bundle("MSH|^~\\&|A|B|||20260302101010||ADT^A01^ADT_A01|1|P|2.5.1\rEVN||20260302101010\r"
                + "PID|1||77^^^B||Sorrel^Bram^ ^  ||19470211|M\rPV1|1|I\r");
        assertThat(bundle.findValues("given").toString()).isEqualTo("[[\"Bram\"]]");
        assertThat(bundle.toString()).doesNotContain("null");
    }

    @Test
    void aDocumentWithoutAnEventSaysWhatItsProvenanceIsOf() throws IOException {
        JsonNode bundle = bundle("MSH|^~\\&|A|B|||20260302101010||MDM^T02^MDM_T02|1|P|2.5.1||||||||||||CLINIC\r"
                + "PID|1||77^^^B||Sorrel^Bram\rPV1|1|I\rTXA|1|CN|TX|20260302||||||||D-1|||||AU\rOBX|1|TX|N||calm\r");
        int provenances = 0;
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            if (resource.path("resourceType").asText().equals("Provenance")) {
                provenances++;
                assertThat(resource.path("target")).isNotEmpty();
            }
        }
        assertThat(provenances).isPositive();
    }
}
