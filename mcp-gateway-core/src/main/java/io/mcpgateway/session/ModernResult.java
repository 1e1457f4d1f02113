package io.mcpgateway.session;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Splice;
import io.mcpgateway.model.JsonText;

/** Adds to a result what revision 2026-07-28 requires and older servers do not give. */
final class ModernResult {
    private static final Members.Index MEMBERS = Members.Index.of(0, "resultType", "ttlMs", "cacheScope");

    private ModernResult() {}

    /** The result with {@code resultType}, and with caching hints if the method's results must have them. */
    static JsonText of(String method, JsonText result) throws MalformedMessageException {
        Members present = Members.of(result, MEMBERS);
        StringBuilder missing = new StringBuilder();
        if (!present.has(0)) {
            missing.append("\"resultType\":\"complete\"");
        }
        if (isCacheable(method)) {
            append(missing, present.has(1), "\"ttlMs\":0");
            append(missing, present.has(2), "\"cacheScope\":\"private\"");
        }
        return missing.length() == 0
                ? result
                : new Splice(result).prepend(result, missing.toString()).apply();
    }

    private static void append(StringBuilder missing, boolean present, String member) {
        if (!present) {
            missing.append(missing.length() == 0 ? "" : ",").append(member);
        }
    }

    private static boolean isCacheable(String method) {
        return switch (method) {
            case "tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read" -> true;
            default -> false;
        };
    }
}
