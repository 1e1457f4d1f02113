package io.mcpgateway.session;

import io.mcpgateway.json.Envelope;
import io.mcpgateway.json.Members;
import io.mcpgateway.json.Messages;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.spi.ClientGate.ReplyStatus;
import io.mcpgateway.spi.ClientGate.ReplyStream;

/** What revision 2026-07-28 requires in {@code _meta} of each request. Stateless. */
final class ModernMetadata {
    private static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;
    private static final JsonText NONE = JsonText.of("");

    private ModernMetadata() {}

    /** Whether the metadata are there and right; if not, the request is answered with what is wrong. */
    static boolean check(Envelope envelope, JsonText id, ReplyStream replies) {
        Members meta = envelope.inMeta();
        String wanted = meta == null ? null : meta.string(Envelope.META_PROTOCOL_VERSION);
        if (wanted == null) {
            Answers.refuse(
                    replies,
                    id,
                    Answers.INVALID_PARAMS,
                    "Invalid params: _meta lacks io.modelcontextprotocol/protocolVersion",
                    ReplyStatus.BAD_METADATA);
            return false;
        }
        if (Revision.of(wanted, Era.MODERN).isEmpty()) {
            StringBuilder supported = new StringBuilder();
            for (String text : Revision.texts(Era.MODERN)) {
                supported
                        .append(supported.length() == 0 ? "" : ",")
                        .append('"')
                        .append(text)
                        .append('"');
            }
            replies.end(
                    Messages.error(
                            id,
                            JsonText.of("{\"code\":" + UNSUPPORTED_PROTOCOL_VERSION
                                    + ",\"message\":\"Unsupported protocol version\",\"data\":{\"supported\":["
                                    + supported + "],\"requested\":" + Messages.quote(wanted) + "}}"),
                            NONE),
                    ReplyStatus.UNSUPPORTED_REVISION);
            return false;
        }
        JsonText capabilities = meta == null ? null : meta.get(Envelope.META_CLIENT_CAPABILITIES);
        if (capabilities == null || capabilities.array()[capabilities.offset()] != '{') {
            Answers.refuse(
                    replies,
                    id,
                    Answers.INVALID_PARAMS,
                    "Invalid params: _meta lacks io.modelcontextprotocol/clientCapabilities",
                    ReplyStatus.BAD_METADATA);
            return false;
        }
        return true;
    }
}
