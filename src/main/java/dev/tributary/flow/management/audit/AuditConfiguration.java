package dev.tributary.flow.management.audit;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit and its place at {@code /fhir/AuditEvent}; where there is a FHIR endpoint of ours, it is audited too. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {

    @Bean
    AuditLog auditLog(ObjectProvider<DataSource> database, Clock clock) {
        return new AuditLog(() -> JdbcClient.create(database.getObject()), clock);
    }

    @Bean
    RequestAudit requestAudit(AuditLog log) {
        return new RequestAudit(log);
    }

    @Bean
    ServletRegistrationBean<AuditServlet> auditEndpoint(AuditLog log, RequestAudit audit) {
        return new ServletRegistrationBean<>(new AuditServlet(log, audit), "/fhir/AuditEvent/*");
    }

    /** Before the server answers for the first time. */
    @Bean
    SmartInitializingSingleton auditedFhir(ObjectProvider<ServletRegistrationBean<?>> servlets, RequestAudit audit) {
        return () -> servlets.forEach(registration -> {
            if (registration.getServlet() instanceof RestfulServer server) {
                server.registerInterceptor(new FhirAudit(audit, server.getFhirContext()));
            }
        });
    }
}
