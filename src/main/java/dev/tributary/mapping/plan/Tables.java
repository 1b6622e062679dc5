package dev.tributary.mapping.plan;

import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.vocabulary.CodeMap;
import dev.tributary.vocabulary.NamingTable;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables as one feed sees them: overlays and code folders laid over. What the compiler asks for by name. */
public interface Tables {

    /** @return the table; null if there is none */
    @Nullable
    MappingDocument table(TableKind kind, String name);

    /** @return names of tables that a user may have meant */
    Collection<String> names(TableKind kind);

    /** @return the code table; null if there is none */
    @Nullable
    CodeMap codes(String name);

    /** @return names of code tables */
    Collection<String> codeNames();

    /** @return what makes each type of resource that one and no other */
    Map<String, KeyRule> keys();

    /** @return names of systems */
    NamingTable naming();
}
