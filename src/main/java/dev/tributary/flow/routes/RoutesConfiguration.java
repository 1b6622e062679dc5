package dev.tributary.flow.routes;

import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Checks and loads {@code routes/} and makes what every {@link TemplatedRoutes} bean asks for, before Camel starts; with
 * a mistake in any file the engine does not start.
 */
@Configuration(proxyBeanMethods = false)
public class RoutesConfiguration {

    @Bean
    CamelContextConfiguration routeFilesLoader(ObjectProvider<TemplatedRoutes> wanted, ListableBeanFactory beans) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                List<RouteFile> files = RouteFolder.read(Path.of(""));
                List<Problem> problems =
                        new RouteCheck(files, List.of(beans.getBeanDefinitionNames())).references(context);
                if (!problems.isEmpty()) {
                    throw new ProblemsException(problems);
                }
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
