package dev.tributary.flow.routes;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads {@code routes/} and makes what every {@link TemplatedRoutes} bean asks for, before Camel starts. */
@Configuration(proxyBeanMethods = false)
public class RoutesConfiguration {

    @Bean
    CamelContextConfiguration routeFilesLoader(ObjectProvider<TemplatedRoutes> wanted) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                List<RouteFile> files = RouteFolder.read(Path.of(""));
                new RouteFiles(files).loadInto(context);
                wanted.orderedStream().forEach(routes -> RouteFiles.instantiate(context, routes.routes()));
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // nothing to do once the routes run
            }
        };
    }
}
