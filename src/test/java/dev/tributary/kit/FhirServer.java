package dev.tributary.kit;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

/** The embedded store of the tests as a FHIR server over HTTP, on a port of its own. */
public final class FhirServer {

    private FhirServer() {}

    /** @return its base address, {@code http://127.0.0.1:port/fhir} */
    public static String url() {
        return "http://127.0.0.1:" + Started.SERVER.getPort() + "/fhir";
    }

    private static final class Started {
        static final WebServer SERVER = start();

        private static WebServer start() {
            WebServer server = new TomcatServletWebServerFactory(0)
                    .getWebServer(EmbeddedStore.context().getBean(ServletRegistrationBean.class));
            server.start();
            return server;
        }
    }
}
