/** End-to-end truths, told over real sockets against the started {@code target/tributary.jar}. */
package dev.tributary.e2e;
