package dev.tributary.store.embedded;

import java.util.Objects;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Makes every bean of HAPI's lazy. */
final class LazyParts implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            String maker = Objects.requireNonNullElse(definition.getFactoryBeanName(), "")
                    + Objects.requireNonNullElse(definition.getBeanClassName(), "")
                    + Objects.requireNonNullElse(definition.getResourceDescription(), "");
            if (maker.contains("ca.uhn.fhir") || maker.contains("ca/uhn/fhir") || maker.contains("EnversRevision")) {
                definition.setLazyInit(true);
            }
        }
    }
}
