package dev.tributary.store.embedded;

import java.util.Objects;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;

/**
 * Lets HAPI's parts come into being when somebody asks for them. Of its seven hundred beans, the record needs about
 * half; the rest (jobs, terminology upload, packages, merging of its own) would only make the start longer. Its Spring
 * Data repositories are put in as proxies, so that their queries are parsed when they are first used.
 */
final class LazyParts implements BeanFactoryPostProcessor {

    private static final String REPOSITORIES = "ca.uhn.fhir.jpa.dao.data.";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            if (isOfHapi(beans, definition)) {
                definition.setLazyInit(true);
            }
        }
        if (beans instanceof DefaultListableBeanFactory factory) {
            RepositoriesAsProxies resolver = new RepositoriesAsProxies();
            resolver.setBeanFactory(factory);
            factory.setAutowireCandidateResolver(resolver);
        }
    }

    private static boolean isOfHapi(ConfigurableListableBeanFactory beans, BeanDefinition definition) {
        String maker = Objects.requireNonNullElse(definition.getBeanClassName(), "");
        String factory = definition.getFactoryBeanName();
        if (factory != null && beans.containsBeanDefinition(factory)) {
            maker += " " + beans.getBeanDefinition(factory).getBeanClassName();
        }
        return maker.contains("ca.uhn.fhir") || maker.contains("EnversRevisionRepositoryFactoryBean");
    }

    private static final class RepositoriesAsProxies extends ContextAnnotationAutowireCandidateResolver {

        @Override
        protected boolean isLazy(DependencyDescriptor descriptor) {
            return super.isLazy(descriptor)
                    || descriptor.getDependencyType().getName().startsWith(REPOSITORIES);
        }
    }
}
