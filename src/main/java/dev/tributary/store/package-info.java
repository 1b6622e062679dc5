/**
 * Where the shared FHIR record is: {@link dev.tributary.store.FhirStore}, either HAPI's JPA server in this process or a
 * remote FHIR server. A {@link dev.tributary.store.StoreTransaction} goes in, {@link
 * dev.tributary.store.ResourceChange}s come out. HAPI JPA and the HAPI REST client live here and nowhere else.
 */
@NullMarked
package dev.tributary.store;

import org.jspecify.annotations.NullMarked;
