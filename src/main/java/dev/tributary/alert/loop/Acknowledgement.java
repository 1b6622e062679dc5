package dev.tributary.alert.loop;

/**
 * What somebody says who has heard an alert.
 *
 * @param alert id
 * @param by the person: an identifier, a FHIR reference or a name
 * @param readBack what was heard, in the person's words; empty if nothing was read back
 * @param channel how it came: {@code rest}, {@code task}, {@code queue}, {@code link}
 * @param entitled whether the channel itself shows that the alert was meant for whoever answers: a signed link, the queue
 *     of a subscriber that got it, an operator who writes down what was said on the telephone
 */
public record Acknowledgement(String alert, String by, String readBack, String channel, boolean entitled) {

    @Override
    public String toString() {
        return "Acknowledgement[" + alert + " " + channel + "]";
    }
}
