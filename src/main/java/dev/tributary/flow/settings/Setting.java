package dev.tributary.flow.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** What may stand at one place of the settings. */
sealed interface Setting {

    /**
     * A value.
     *
     * @param type of the record's component
     */
    record Value(Type type) implements Setting {}

    /**
     * Named settings.
     *
     * @param members by their name in files: {@code frame-size}
     */
    record Group(Map<String, Setting> members) implements Setting {

        Group() {
            this(new TreeMap<>());
        }

        /** @return the group at the end of a prefix, made where it is missing */
        Group at(String prefix) {
            Group group = this;
            for (String name : prefix.split("\\.")) {
                Setting member = group.members.computeIfAbsent(name, absent -> new Group());
                if (!(member instanceof Group inner)) {
                    throw new IllegalStateException(prefix + " is both a value and a group");
                }
                group = inner;
            }
            return group;
        }

        void addAll(Class<?> record) {
            for (RecordComponent component : record.getRecordComponents()) {
                members.put(
                        DataObjectPropertyName.toDashedForm(component.getName()),
                        Setting.of(component.getGenericType()));
            }
        }
    }

    /**
     * The same settings under names that the user chooses.
     *
     * @param each what each of them is
     */
    record Named(Setting each) implements Setting {}

    /** A part whose names are not known here, such as a map of texts. */
    record Open() implements Setting {}

    /** @return what a component of this type may hold */
    static Setting of(Type type) {
        if (type instanceof Class<?> plain) {
            if (plain.isRecord()) {
                Group group = new Group();
                group.addAll(plain);
                return group;
            }
            return Map.class.isAssignableFrom(plain) ? new Open() : new Value(type);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            Setting each = of(generic.getActualTypeArguments()[1]);
            return each instanceof Group ? new Named(each) : new Open();
        }
        return new Value(type);
    }
}
