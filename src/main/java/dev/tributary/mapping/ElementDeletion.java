package dev.tributary.mapping;

import dev.tributary.hl7.FieldPath;

/**
 * The sender asked, by {@code ""}, to delete what a receiver has (HL7 v2.5.1 §2.5.3).
 *
 * @param reference the draft it is about, {@code Patient/5f0c…}
 * @param element from the resource's type on: {@code Patient.maritalStatus}, or with what tells one kind of list element
 *     from the others: {@code Patient.telecom.where(use='home')}, {@code Patient.extension.where(url='http://…')}.
 *     These are FHIRPath, and no other forms occur
 * @param source the field that was {@code ""}
 * @param row id of the row that would have written the element
 */
public record ElementDeletion(String reference, String element, FieldPath source, String row) {}
