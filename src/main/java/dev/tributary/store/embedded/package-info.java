/**
 * HAPI's JPA server inside the engine: {@link dev.tributary.store.embedded.EmbeddedStoreConfiguration} wires as little of
 * it as the record needs, on the engine's own {@code DataSource}. Its transaction manager is the transaction manager:
 * whoever writes plain rows on the same {@code DataSource} within it commits together with the FHIR resources.
 */
@NullMarked
package dev.tributary.store.embedded;

import org.jspecify.annotations.NullMarked;
