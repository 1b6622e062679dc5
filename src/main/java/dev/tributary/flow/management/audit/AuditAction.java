package dev.tributary.flow.management.audit;

import java.util.Locale;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;

/** What was done with patient data. */
public enum AuditAction {
    /** One thing was shown. */
    VIEW(AuditEventAction.R, "read", "Read"),
    /** A list was asked for. */
    SEARCH(AuditEventAction.E, "search-type", "Query"),
    /** A file was taken away. */
    EXPORT(AuditEventAction.R, "search-type", "Query"),
    /** Something was changed. */
    EDIT(AuditEventAction.U, "update", "Update"),
    /** A message was processed again. */
    REPLAY(AuditEventAction.E, "operation", "Update"),
    /** A held message was let go on. */
    RELEASE(AuditEventAction.E, "operation", "Update"),
    /** A message was passed over. */
    SKIP(AuditEventAction.E, "operation", "Update"),
    /** A delivery was sent again. */
    RESEND(AuditEventAction.E, "operation", "Update"),
    /** An alert was acknowledged. */
    ACKNOWLEDGE(AuditEventAction.E, "operation", "Update");

    private final AuditEventAction action;
    private final String interaction;
    private final String profile;

    AuditAction(AuditEventAction action, String interaction, String profile) {
        this.action = action;
        this.interaction = interaction;
        this.profile = profile;
    }

    AuditEventAction action() {
        return action;
    }

    /** @return a code of {@code http://hl7.org/fhir/restful-interaction} */
    String interaction() {
        return interaction;
    }

    /** @return the last part of the name of BALP's profile */
    String profile() {
        return profile;
    }

    /** @return the word in tables and addresses */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param path that something is sent to, such as {@code /messages/12/replay}
     * @return what is done there; {@link #EDIT} if its last word is none of ours
     */
    public static AuditAction ofPath(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        for (AuditAction action : values()) {
            if (action.compareTo(EDIT) > 0 && action.word().equals(last)) {
                return action;
            }
        }
        return EDIT;
    }
}
