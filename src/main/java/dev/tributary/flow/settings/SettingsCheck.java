package dev.tributary.flow.settings;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problem;
import dev.tributary.base.Problems;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Finds every mistake under {@code tributary.}: names nobody knows and values that are not of their type. */
public final class SettingsCheck {

    private final ConfigurableEnvironment environment;
    private final Binder binder;
    private final Setting.Group known;
    private final Problems problems = new Problems();
    private final Set<String> seen = new TreeSet<>();

    /**
     * @param environment with all its sources
     * @param others full names of settings that no record binds; {@code tributary.broker.*} lets a whole part pass
     */
    public SettingsCheck(ConfigurableEnvironment environment, Set<String> others) {
        this.environment = environment;
        this.binder = Binder.get(environment);
        this.known = SettingNames.read(others);
    }

    /** @return every mistake, by file and line */
    public List<Problem> problems() {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
                names.stream()
                        .filter(name -> name.getNumberOfElements() > 0
                                && name.getElement(0, Form.UNIFORM).equals(SettingNames.ROOT))
                        .forEach(name -> check(source, name, variables));
            }
        }
        return problems.all();
    }

    /**
     * Validates a bound record by its constraints.
     *
     * @param settings a record that bound without a mistake
     * @param prefix where it is bound: {@code tributary.feeds.lab}
     * @return what is out of range, each with its place
     */
    public List<Problem> violations(Object settings, String prefix) {
        Problems found = new Problems();
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            Validator validator = factory.getValidator();
            for (ConstraintViolation<Object> violation : validator.validate(settings)) {
                String name = prefix + "." + dashed(violation.getPropertyPath().toString());
                Place place = place(name);
                found.add(place.file(), place.line(), name + " " + violation.getMessage(), "");
            }
        }
        return found.all();
    }

    /** @return where a setting is written, for mistakes that only its room can see */
    public Problem problem(String name, String what, String cure) {
        Place place = place(name);
        return new Problem(place.file(), place.line(), name + ": " + what, cure);
    }

    private Place place(String name) {
        ConfigurationPropertyName wanted = ConfigurationPropertyName.adapt(name, '.');
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(wanted);
            if (property == null) {
                // a list is written item by item
                property = source.getConfigurationProperty(wanted.append("[0]"));
            }
            if (property != null) {
                return Place.of(property.getOrigin());
            }
        }
        return Place.of(null);
    }

    private void check(ConfigurationPropertySource source, ConfigurationPropertyName name, boolean variable) {
        Setting at = known;
        int end = 1;
        // a value may be a list, whose items and their parts are the binder's affair
        for (int i = 1;
                i < name.getNumberOfElements() && !(at instanceof Setting.Open || at instanceof Setting.Value);
                i++) {
            end = i + 1;
            if (at instanceof Setting.Named named) {
                at = named.each();
                continue;
            }
            Map<String, Setting> members = ((Setting.Group) at).members();
            String element = name.getElement(i, Form.UNIFORM);
            Setting next = member(members, element);
            if (next == null) {
                if (!(variable && isFlat(members, name, i))) {
                    unknown(source, name, i, members);
                }
                return;
            }
            at = next;
        }
        if (at instanceof Setting.Value value) {
            convert(name.chop(end), value.type());
        }
    }

    private static @Nullable Setting member(Map<String, Setting> members, String uniform) {
        for (Map.Entry<String, Setting> member : members.entrySet()) {
            if (flat(member.getKey()).equals(uniform)) {
                return member.getValue();
            }
        }
        return null;
    }

    // FRAME_SIZE in an environment variable may be frame.size or frame-size: Spring tries both
    private static boolean isFlat(Map<String, Setting> members, ConfigurationPropertyName name, int from) {
        StringBuilder rest = new StringBuilder();
        for (int i = from; i < name.getNumberOfElements(); i++) {
            rest.append(name.getElement(i, Form.UNIFORM));
        }
        return members.keySet().stream().anyMatch(member -> rest.toString().startsWith(flat(member)));
    }

    private static String flat(String dashed) {
        return dashed.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private void unknown(
            ConfigurationPropertySource source,
            ConfigurationPropertyName name,
            int element,
            Map<String, Setting> members) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        Place place = Place.of(property == null ? null : property.getOrigin());
        String word = name.getElement(element, Form.ORIGINAL);
        String cure = NearestWord.cure(word, members.keySet());
        problems.add(
                place.file(),
                place.line(),
                "unknown setting " + name.chop(element + 1) + ": there is no '" + word + "'",
                cure.isEmpty() ? "there are " + String.join(", ", members.keySet()) : cure);
    }

    private void convert(ConfigurationPropertyName name, Type type) {
        if (!seen.add(name.toString())) {
            return;
        }
        try {
            binder.bind(name, Bindable.of(ResolvableType.forType(type)));
        } catch (BindException e) {
            ConfigurationProperty property = e.getProperty();
            Place place = property == null ? place(name.toString()) : Place.of(property.getOrigin());
            Object value = property == null ? "" : property.getValue();
            problems.add(
                    place.file(),
                    place.line(),
                    name + ": '" + value + "' is not " + ValueWords.expected(type),
                    ValueWords.cure(type, String.valueOf(value)));
        }
    }

    private static String dashed(String path) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isUpperCase(c)) {
                name.append('-');
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString().replaceAll("\\[].*|<.*", "");
    }
}
