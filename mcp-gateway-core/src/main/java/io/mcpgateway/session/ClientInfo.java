package io.mcpgateway.session;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A client's own name and version, unverified, cut to a sane length; empty if it gave none or gave something else.
 *
 * @param name its name
 * @param version its version
 */
record ClientInfo(String name, String version) {
    private static final Members.Index MEMBERS = Members.Index.of(0, "name", "version");
    private static final ClientInfo UNKNOWN = new ClientInfo("", "");
    private static final int LONGEST = 128;

    static ClientInfo of(@Nullable JsonText text) {
        if (text == null) {
            return UNKNOWN;
        }
        try {
            Members members = Members.of(text, MEMBERS);
            return new ClientInfo(cut(members.string(0)), cut(members.string(1)));
        } catch (MalformedMessageException e) {
            return UNKNOWN; // it is for display only, and no reason to refuse a client
        }
    }

    private static String cut(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
