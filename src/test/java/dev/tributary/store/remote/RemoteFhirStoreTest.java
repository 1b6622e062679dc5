package dev.tributary.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.sun.net.httpserver.HttpServer;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.kit.FhirServer;
import dev.tributary.store.FhirStore;
import dev.tributary.store.FhirStoreContract;
import dev.tributary.store.StoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteFhirStoreTest extends FhirStoreContract {

    private static final FhirContext CONTEXT = FhirContext.forR4();

    @Override
    protected FhirStore store() {
        return at(FhirServer.url(), "", "", "");
    }

    @Test
    void aServerThatIsNotThereIsUnreached() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }

        assertThat(codeOfRead(at("http://127.0.0.1:" + nobody + "/fhir", "", "", "")))
                .isEqualTo(FaultCode.STORE_UNREACHED);
    }

    @Test
    void aServerThatDoesNotAnswerIsTimedOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(codeOfRead(at("http://127.0.0.1:" + silent.getLocalPort() + "/fhir", "", "", "")))
                    .isEqualTo(FaultCode.STORE_TIMED_OUT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, STORE_REJECTED",
        "401, STORE_REJECTED",
        "422, STORE_REJECTED",
        "409, STORE_CONFLICT",
        "412, STORE_CONFLICT",
        "429, STORE_UNREACHED",
        "500, STORE_UNREACHED",
        "503, STORE_UNREACHED"
    })
    void everyStatusIsAFault(int status, FaultCode code) throws IOException {
        HttpServer server = answering(status, new ArrayList<>());
        try {
            assertThat(codeOfRead(at(url(server), "", "", ""))).isEqualTo(code);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void identifiesItselfAsTheSettingsSay() throws IOException {
        List<String> authorizations = new ArrayList<>();
        HttpServer server = answering(503, authorizations);
        try {
            codeOfRead(at(url(server), "hub", "secret", ""));
            codeOfRead(at(url(server), "", "", "abc"));
        } finally {
            server.stop(0);
        }

        assertThat(authorizations)
                .containsExactly(
                        "Basic " + Base64.getEncoder().encodeToString("hub:secret".getBytes(StandardCharsets.UTF_8)),
                        "Bearer abc");
    }

    private static FaultCode codeOfRead(FhirStore store) {
        FaultCode[] code = new FaultCode[1];
        assertThatThrownBy(() -> store.read("Patient", "1"))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> code[0] = e.fault().code());
        return code[0];
    }

    private static HttpServer answering(int status, List<String> authorizations) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                authorizations.add(authorization);
            }
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
    }

    private static FhirStore at(String url, String username, String password, String token) {
        // patient enough for a busy machine where an answer comes, short where none is meant to come
        Duration patience = Duration.ofSeconds(url.equals(FhirServer.url()) ? 120 : 1);
        return RemoteFhirStore.at(
                CONTEXT,
                new StoreSettings(
                        StoreSettings.Mode.REMOTE,
                        url,
                        username,
                        password,
                        token,
                        Duration.ofSeconds(10),
                        patience,
                        StoreSettings.Writer.BATCH));
    }
}
