package dev.tributary.console;

import java.util.List;

/**
 * The page of whoever is signed in.
 *
 * @param user name
 * @param role highest role
 * @param feeds the only feeds the user may see; empty: all
 * @param password whether the password is changed here
 * @param due whether it must be
 * @param admin whether tokens are shown
 * @param made the secret of a token just made; empty if none was
 * @param locks sign-ins that are locked now, for admins
 */
public record Account(
        String user,
        String role,
        String feeds,
        boolean password,
        boolean due,
        boolean admin,
        List<String> roles,
        List<TokenLine> tokens,
        List<String> locks,
        String made,
        String once) {

    /** One token. */
    public record TokenLine(
            String id,
            String name,
            String role,
            String feeds,
            String made,
            String until,
            String used,
            String standing) {}
}
