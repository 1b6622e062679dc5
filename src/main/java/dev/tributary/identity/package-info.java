/**
 * Who is this patient. An {@link dev.tributary.identity.IdentityRequest} (the patients a message drafts, and the {@link
 * dev.tributary.identity.MergeInstruction}s it carries) goes to the {@link dev.tributary.identity.IdentityResolver},
 * which answers with an {@link dev.tributary.identity.IdentityDecision}: under which id each draft is known and which
 * {@link dev.tributary.identity.PatientMerge}s are to be carried out in the record, or why a person must decide.
 *
 * <p>What is known stands in three tables of the schema {@code tributary}: {@code patient} (with {@code replaced_by}),
 * {@code patient_identifier}, and {@code identity_event}, a history that is only ever added to. An identifier keeps
 * the patient it was first given to for ever; a merge only sets {@code replaced_by}, so that an unlink can undo it.
 * All writes join the caller's transaction. SQL for the identity tables is allowed here.
 */
@NullMarked
package dev.tributary.identity;

import org.jspecify.annotations.NullMarked;
