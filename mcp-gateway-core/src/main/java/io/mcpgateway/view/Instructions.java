package io.mcpgateway.view;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Joins what servers say about their use into one text, a section for each server, under its name and in order. What servers
 * say is foreign: it is bounded, and a line of it that looks like the head of a section does not stay one, so that no server
 * speaks in the name of another.
 */
final class Instructions {
    /** In characters; the word on what is left out comes on top. */
    private static final int MOST = 32 << 10;

    private static final String HEAD = "## Server: ";
    private static final Pattern FORGED_HEAD =
            Pattern.compile("^(\\h*)(#+\\h*Server\\h*:)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private Instructions() {}

    /**
     * The merged text; empty if nobody says anything.
     *
     * @param servers what servers offer, in order
     * @param visible the servers of which a client sees anything; the others have nothing to say to it
     */
    static String of(List<Listed> servers, Set<String> visible) {
        StringBuilder text = new StringBuilder();
        int leftOut = 0;
        for (Listed listed : servers) {
            String said = listed.offer().instructions();
            if (said.isEmpty() || !visible.contains(listed.server().name())) {
                continue;
            }
            String section = (text.length() == 0 ? "" : "\n\n") + HEAD
                    + LINE_BREAKS.matcher(listed.server().name()).replaceAll(" ") + "\n\n"
                    + FORGED_HEAD.matcher(said).replaceAll("$1\\\\$2");
            if (leftOut > 0 || text.length() + section.length() > MOST) {
                leftOut++;
            } else {
                text.append(section);
            }
        }
        if (leftOut > 0) {
            text.append("\n\n[Cut by the gateway: the instructions of ")
                    .append(leftOut)
                    .append(leftOut == 1 ? " more server are" : " more servers are")
                    .append(" left out, the limit is ")
                    .append(MOST)
                    .append(" characters]");
        }
        return text.toString();
    }
}
