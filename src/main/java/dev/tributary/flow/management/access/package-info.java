/**
 * Who may see and do what over HTTP and JMX.
 *
 * <p>{@link dev.tributary.flow.management.access.AccessConfiguration} puts one Spring Security chain before everything:
 * HTTP Basic for programs, and for people a form with a session ({@link
 * dev.tributary.flow.management.access.SignIn}). The people come from {@link dev.tributary.flow.management.access.AccessProperties}, the
 * administrator's password from the environment or, generated once, from {@link
 * dev.tributary.flow.management.access.AdminPassword}. {@link dev.tributary.flow.management.access.Role} says what each
 * may do. {@link dev.tributary.flow.management.access.SameOriginFilter} keeps other web sites from using the password a
 * browser remembers, {@link dev.tributary.flow.management.access.VerifiedLogins} keeps bcrypt from costing a tenth of a
 * second per request. {@link dev.tributary.flow.management.access.JmxRules} is the policy of hawtio and Jolokia: reading
 * for all, operating for operators, message bodies for nobody.
 */
@NullMarked
package dev.tributary.flow.management.access;

import org.jspecify.annotations.NullMarked;
