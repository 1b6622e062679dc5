/**
 * What was written: the files of {@code mappings/} as {@link dev.tributary.mapping.document.MappingDocument}s and {@link
 * dev.tributary.mapping.document.OverlayDocument}s, each value with its line, read by {@link
 * dev.tributary.mapping.document.DocumentReader}; {@link dev.tributary.mapping.document.MappingFiles} says where the files
 * are. Nothing is resolved here: what a word means is found out by the compiler.
 */
@NullMarked
package dev.tributary.mapping.document;

import org.jspecify.annotations.NullMarked;
