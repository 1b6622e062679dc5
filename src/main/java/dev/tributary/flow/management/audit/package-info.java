/**
 * Who saw what. {@link dev.tributary.flow.management.audit.AuditLog} keeps it in the engine's database, each entry committed
 * before what it tells of is shown or done; {@link dev.tributary.flow.management.audit.AuditServlet} shows it as FHIR
 * AuditEvents after the patterns of IHE BALP.
 */
@NullMarked
package dev.tributary.flow.management.audit;

import org.jspecify.annotations.NullMarked;
