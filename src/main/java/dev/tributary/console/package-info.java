/**
 * What a person sees in a browser, and what a script asks: the page at {@code /} and REST at {@code /api}.
 *
 * <p>Every answer is a read of another room's public API; nothing is computed here. {@link
 * dev.tributary.console.FeedsApi} shows what every feed received and what became of it, {@link
 * dev.tributary.console.MessagesApi} the single messages and what a person may do with them, {@link
 * dev.tributary.console.SubscribersApi} and {@link dev.tributary.console.AlertsApi} what left. Mistakes are answered
 * with problem details of RFC 9457 by {@link dev.tributary.console.ProblemAnswers}. The pages are drawn by the server:
 * {@link dev.tributary.console.OverviewPage} and its like ask the same classes as the REST does, and {@link
 * dev.tributary.console.Pages} fills the templates of {@code src/main/resources/console/pages}.
 */
@NullMarked
package dev.tributary.console;

import org.jspecify.annotations.NullMarked;
