package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.model.entity.BaseResourceIndex;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedComboStringUnique;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedComboTokenNonUnique;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamCoords;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamDate;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamNumber;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamQuantity;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamQuantityNormalized;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamString;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamUri;
import ca.uhn.fhir.jpa.model.entity.ResourceLink;
import jakarta.persistence.EntityManagerFactory;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * One of HAPI's tables of search parameters, as Hibernate knows it: what HAPI's entity would write into which column is
 * read off Hibernate's own mapping, so that not a column is forgotten.
 */
final class IndexTable {

    /** Never compared: an unchanged row keeps the time it was written. */
    private static final String UPDATED = "SP_UPDATED";

    private static final Map<Class<?>, String> SEQUENCES = Map.ofEntries(
            Map.entry(ResourceIndexedSearchParamString.class, "SEQ_SPIDX_STRING"),
            Map.entry(ResourceIndexedSearchParamToken.class, "SEQ_SPIDX_TOKEN"),
            Map.entry(ResourceIndexedSearchParamNumber.class, "SEQ_SPIDX_NUMBER"),
            Map.entry(ResourceIndexedSearchParamQuantity.class, "SEQ_SPIDX_QUANTITY"),
            Map.entry(ResourceIndexedSearchParamQuantityNormalized.class, "SEQ_SPIDX_QUANTITY_NRML"),
            Map.entry(ResourceIndexedSearchParamDate.class, "SEQ_SPIDX_DATE"),
            Map.entry(ResourceIndexedSearchParamUri.class, "SEQ_SPIDX_URI"),
            Map.entry(ResourceIndexedSearchParamCoords.class, "SEQ_SPIDX_COORDS"),
            Map.entry(ResourceIndexedComboStringUnique.class, "SEQ_IDXCMPSTRUNIQ_ID"),
            Map.entry(ResourceIndexedComboTokenNonUnique.class, "SEQ_IDXCMBTOKNU_ID"),
            Map.entry(ResourceLink.class, "SEQ_RESLINK_ID"));

    /** Where HAPI notes on a resource's row whether a table holds something of it, in the order of {@link #bit}. */
    private static final Map<String, Class<?>> NOTES = notes();

    /** SQL over {@code hfj_resource r}: the {@link #bit bits} of the tables that hold something. */
    static final String BITS = bits();

    private static final Map<Class<?>, Integer> SQL_TYPES = Map.of(
            String.class, Types.VARCHAR,
            Long.class, Types.BIGINT,
            Integer.class, Types.INTEGER,
            Short.class, Types.SMALLINT,
            Boolean.class, Types.BOOLEAN,
            Date.class, Types.TIMESTAMP,
            BigDecimal.class, Types.NUMERIC,
            Double.class, Types.DOUBLE,
            LocalDate.class, Types.DATE);

    private final Class<?> entity;
    private final int bit;
    private final AbstractEntityPersister persister;
    private final String name;
    private final String key;
    private final String owner;
    private final String sequence;
    private final List<Integer> properties = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();
    private final List<Integer> sqlTypes = new ArrayList<>();

    private IndexTable(Class<?> entity, String sequence, AbstractEntityPersister persister) {
        this.entity = entity;
        this.bit = bit(entity);
        this.persister = persister;
        this.sequence = sequence;
        this.name = persister.getTableName();
        this.key = persister.getIdentifierColumnNames()[0];
        this.owner = entity == ResourceLink.class ? "SRC_RESOURCE_ID" : "RES_ID";
        for (int i = 0; i < persister.getPropertyNames().length; i++) {
            String[] its = persister.getPropertyColumnNames(i);
            if (!persister.getPropertyInsertability()[i]
                    || persister.getPropertyTypes()[i].isAssociationType()
                    || its.length != 1
                    || its[0] == null) {
                continue;
            }
            Class<?> kind = persister.getPropertyTypes()[i].getReturnedClass();
            Integer sqlType = SQL_TYPES.get(boxed(kind));
            if (sqlType == null) {
                throw new IllegalStateException(name + "." + its[0] + " is a " + kind
                        + ": this is not the HAPI FHIR that the writer was made for");
            }
            properties.add(i);
            columns.add(its[0].toUpperCase(Locale.ROOT));
            sqlTypes.add(sqlType);
        }
        if (!columns.contains(owner)) {
            throw new IllegalStateException(
                    name + " has no " + owner + ": this is not the HAPI FHIR that the writer was made for");
        }
    }

    private static Map<String, Class<?>> notes() {
        Map<String, Class<?>> notes = new LinkedHashMap<>();
        notes.put("sp_string_present", ResourceIndexedSearchParamString.class);
        notes.put("sp_token_present", ResourceIndexedSearchParamToken.class);
        notes.put("sp_number_present", ResourceIndexedSearchParamNumber.class);
        notes.put("sp_quantity_present", ResourceIndexedSearchParamQuantity.class);
        notes.put("sp_quantity_nrml_present", ResourceIndexedSearchParamQuantityNormalized.class);
        notes.put("sp_date_present", ResourceIndexedSearchParamDate.class);
        notes.put("sp_uri_present", ResourceIndexedSearchParamUri.class);
        notes.put("sp_coords_present", ResourceIndexedSearchParamCoords.class);
        notes.put("sp_cmpstr_uniq_present", ResourceIndexedComboStringUnique.class);
        notes.put("sp_cmptoks_present", ResourceIndexedComboTokenNonUnique.class);
        notes.put("sp_has_links", ResourceLink.class);
        return notes;
    }

    private static String bits() {
        List<String> terms = new ArrayList<>();
        for (String column : NOTES.keySet()) {
            // what is not noted may be there
            terms.add("case when coalesce(r." + column + ", true) then " + (1 << terms.size()) + " else 0 end");
        }
        return "(" + String.join(" + ", terms) + ")";
    }

    /** @return the bits of the tables that hold something, if this is all there is */
    static int bits(Collection<BaseResourceIndex> rows) {
        int bits = 0;
        for (BaseResourceIndex row : rows) {
            bits |= bit(row.getClass());
        }
        return bits;
    }

    private static int bit(Class<?> entity) {
        return 1 << List.copyOf(NOTES.values()).indexOf(entity);
    }

    /** @return this table's place in a number that tells all tables with something of a resource */
    int bit() {
        return bit;
    }

    private static Class<?> boxed(Class<?> type) {
        if (type == boolean.class) {
            return Boolean.class;
        }
        return Date.class.isAssignableFrom(type) ? Date.class : type;
    }

    /** @return all of them */
    static List<IndexTable> all(EntityManagerFactory factory) {
        SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
        List<IndexTable> tables = new ArrayList<>();
        SEQUENCES.forEach((entity, sequence) -> tables.add(new IndexTable(entity, sequence, (AbstractEntityPersister)
                hibernate.getMappingMetamodel().getEntityDescriptor(entity))));
        // always in the same order, so that two transactions never wait for each other crosswise
        tables.sort((a, b) -> a.name.compareTo(b.name));
        return tables;
    }

    Class<?> entity() {
        return entity;
    }

    String sequence() {
        return sequence;
    }

    String selectOf() {
        return "select " + key + ", " + owner + ", " + String.join(", ", columns) + " from " + name + " where " + owner
                + " = any (?::bigint[])";
    }

    String delete() {
        return "delete from " + name + " where " + key + " = any (?::bigint[])";
    }

    String insert() {
        return "insert into " + name + " (" + key + ", " + String.join(", ", columns) + ") values (?"
                + String.join("", Collections.nCopies(columns.size(), ", ?")) + ")";
    }

    /** @return the values of the columns, as an entity of HAPI's has them */
    List<@Nullable Object> values(Object index) {
        List<@Nullable Object> values = new ArrayList<>(properties.size());
        for (int property : properties) {
            values.add(persister.getValue(index, property));
        }
        return values;
    }

    /** @return the values of the columns, of a row that {@link #selectOf} gave */
    List<@Nullable Object> values(ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            values.add(row.getObject(i + 3));
        }
        return values;
    }

    /** @return what must be the same in two rows that say the same */
    List<@Nullable Object> content(List<@Nullable Object> values) {
        List<@Nullable Object> content = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            if (!columns.get(i).equals(UPDATED)) {
                content.add(normal(values.get(i)));
            }
        }
        return content;
    }

    private static @Nullable Object normal(@Nullable Object value) {
        if (value instanceof Date date) {
            return date.getTime();
        }
        if (value instanceof BigDecimal || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    void set(PreparedStatement statement, long id, List<@Nullable Object> values) throws SQLException {
        statement.setLong(1, id);
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                statement.setNull(i + 2, sqlTypes.get(i));
            } else if (value instanceof Date date) {
                statement.setTimestamp(i + 2, new Timestamp(date.getTime()));
            } else {
                statement.setObject(i + 2, value, sqlTypes.get(i));
            }
        }
    }
}
