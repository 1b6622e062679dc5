package dev.tributary.flow.settings;

import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Everything that may stand under {@code tributary.}, read off the records that bind it. */
final class SettingNames {

    static final String ROOT = "tributary";

    private SettingNames() {}

    /**
     * @param others full names of settings that no record binds, such as {@code tributary.admin-password}; {@code
     *     tributary.broker.*} lets everything under a name pass that no record binds
     * @return the group {@code tributary}
     */
    static Setting.Group read(Set<String> others) {
        Setting.Group top = new Setting.Group();
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        scanner.findCandidateComponents("dev.tributary").stream()
                .map(BeanDefinition::getBeanClassName)
                .flatMap(Stream::ofNullable)
                .forEach(className -> add(top, className));
        for (String name : others) {
            boolean open = name.endsWith(".*");
            String plain = open ? name.substring(0, name.length() - 2) : name;
            int dot = plain.lastIndexOf('.');
            Setting setting = open ? new Setting.Open() : new Setting.Value(String.class);
            top.at(plain.substring(0, dot)).members().putIfAbsent(plain.substring(dot + 1), setting);
        }
        return top.at(ROOT);
    }

    private static void add(Setting.Group top, String className) {
        Class<?> type = ClassUtils.resolveClassName(className, null);
        ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
        String prefix = properties.prefix().isEmpty() ? properties.value() : properties.prefix();
        if (!prefix.equals(ROOT) && !prefix.startsWith(ROOT + ".")) {
            return;
        }
        if (type.isRecord()) {
            top.at(prefix).addAll(type);
        } else {
            int dot = prefix.lastIndexOf('.');
            top.at(prefix.substring(0, dot)).members().put(prefix.substring(dot + 1), new Setting.Open());
        }
    }
}
