package io.mcpgateway.json;

import io.mcpgateway.model.JsonText;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC message, scanned once: what the gateway routes by is found, params, result and error are slices of the
 * original bytes. The whole text was checked to be JSON in UTF-8; line breaks between tokens have become spaces, so that a
 * slice may go to a channel framed by lines. Immutable.
 *
 * <p>Members that we route or judge by are refused when they come twice or in a variant spelling; see the design, section
 * 4. Source: JSON-RPC 2.0 and the MCP schemas of 2024-11-05 to 2026-07-28.
 */
public final class Envelope {
    private static final Members.Index TOP =
            Members.Index.guarded("jsonrpc", "id", "method", "params", "result", "error");
    private static final int JSONRPC = 0;
    private static final int ID = 1;
    private static final int METHOD = 2;
    private static final int PARAMS = 3;
    private static final int RESULT = 4;
    private static final int ERROR = 5;

    private static final Members.Index IN_PARAMS = Members.Index.of(
            8,
            "name",
            "uri",
            "arguments",
            "ref",
            "task",
            "inputResponses",
            "requestState",
            "_meta",
            "progressToken",
            "requestId",
            "level",
            "cursor",
            "protocolVersion",
            "capabilities",
            "clientInfo");

    /** {@code params.name}. */
    public static final int NAME = 0;
    /** {@code params.uri}. */
    public static final int URI = 1;
    /** {@code params.arguments}. */
    public static final int ARGUMENTS = 2;
    /** {@code params.ref}. */
    public static final int REF = 3;
    /** {@code params.task}. */
    public static final int TASK = 4;
    /** {@code params.inputResponses}. */
    public static final int INPUT_RESPONSES = 5;
    /** {@code params.requestState}. */
    public static final int REQUEST_STATE = 6;
    /** {@code params._meta}. */
    public static final int META = 7;
    /** {@code params.progressToken}. */
    public static final int PROGRESS_TOKEN = 8;
    /** {@code params.requestId}. */
    public static final int REQUEST_ID = 9;
    /** {@code params.level}. */
    public static final int LEVEL = 10;
    /** {@code params.cursor}. */
    public static final int CURSOR = 11;
    /** {@code params.protocolVersion}. */
    public static final int PROTOCOL_VERSION = 12;
    /** {@code params.capabilities}. */
    public static final int CAPABILITIES = 13;
    /** {@code params.clientInfo}. */
    public static final int CLIENT_INFO = 14;

    /** Ids are kept for as long as a request is in flight. */
    private static final int LONGEST_ID = 1024;

    private static final String PROTOCOL_PREFIX = "io.modelcontextprotocol/";
    private static final String OWN_PREFIX = "io.mcpgateway/";
    private static final Members.Index IN_META = Members.Index.guarded(
            "progressToken",
            PROTOCOL_PREFIX + "protocolVersion",
            PROTOCOL_PREFIX + "clientInfo",
            PROTOCOL_PREFIX + "clientCapabilities",
            PROTOCOL_PREFIX + "logLevel",
            OWN_PREFIX + "session");

    /** {@code params._meta.progressToken}. */
    public static final int META_PROGRESS_TOKEN = 0;
    /** {@code params._meta["io.modelcontextprotocol/protocolVersion"]}. */
    public static final int META_PROTOCOL_VERSION = 1;
    /** {@code params._meta["io.modelcontextprotocol/clientInfo"]}. */
    public static final int META_CLIENT_INFO = 2;
    /** {@code params._meta["io.modelcontextprotocol/clientCapabilities"]}. */
    public static final int META_CLIENT_CAPABILITIES = 3;
    /** {@code params._meta["io.modelcontextprotocol/logLevel"]}. */
    public static final int META_LOG_LEVEL = 4;
    /** {@code params._meta["io.mcpgateway/session"]}. */
    public static final int META_SESSION = 5;

    /** What a message is. */
    public enum Kind {
        /** Has a method and an id. */
        REQUEST,
        /** Has a method and no id. */
        NOTIFICATION,
        /** Has an id and a result. */
        RESULT,
        /** Has an error. */
        ERROR
    }

    private final Kind kind;
    private final Members top;
    private final @Nullable JsonText id;
    private final String method;
    private final JsonText extras;
    private final @Nullable JsonText paramsText;
    private final @Nullable Members params;
    private final @Nullable Members meta;

    private Envelope(
            Kind kind,
            Members top,
            @Nullable JsonText id,
            String method,
            JsonText extras,
            @Nullable Members params,
            @Nullable Members meta) {
        this.kind = kind;
        this.top = top;
        this.id = id;
        this.method = method;
        this.extras = extras;
        this.paramsText = top.get(PARAMS);
        this.params = params;
        this.meta = meta;
    }

    /**
     * Scans a message.
     *
     * @throws MalformedMessageException with the JSON-RPC code and, where it could be read, the id
     */
    public static Envelope scan(JsonText message) throws MalformedMessageException {
        Cursor cursor = new Cursor(message.array(), message.offset(), message.length());
        Extras extras = new Extras(cursor.buffer);
        int first = cursor.peek();
        if (first == '[') {
            cursor.skipValue();
            throw new MalformedMessageException(
                    MalformedMessageException.INVALID_REQUEST, "Batches are not supported", null);
        }
        if (first == -1) {
            throw cursor.malformed("empty message");
        }
        if (first != '{') {
            cursor.skipValue();
            throw new MalformedMessageException(
                    MalformedMessageException.INVALID_REQUEST, "Invalid message: not an object", null);
        }
        Members top = Members.scan(cursor, TOP, "the message", MalformedMessageException.INVALID_REQUEST, extras);
        if (cursor.peek() != -1) {
            throw cursor.malformed("text after the message");
        }
        if (cursor.lineBreaks) {
            return scan(withoutLineBreaks(message));
        }
        return classify(top, extras.text());
    }

    private static JsonText withoutLineBreaks(JsonText message) {
        byte[] bytes = message.toBytes();
        for (int i = 0; i < bytes.length; i++) {
            // Raw line breaks inside strings were refused, so every one that is left stands between tokens.
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        return JsonText.of(bytes);
    }

    private static Envelope classify(Members top, JsonText extras) throws MalformedMessageException {
        JsonText id = top.get(ID);
        if (id != null && isNull(id) && top.has(ERROR)) {
            id = null; // how JSON-RPC answers a request whose id could not be read
        }
        if (id != null && !isId(id)) {
            throw invalid("'id' is not a string or a number", null);
        }
        if (id != null && id.length() > LONGEST_ID) {
            throw invalid("'id' is longer than " + LONGEST_ID + " bytes", null);
        }
        if (!"2.0".equals(top.string(JSONRPC))) {
            throw invalid("'jsonrpc' is not \"2.0\"", id);
        }
        boolean answer = top.has(RESULT) || top.has(ERROR);
        if (answer) {
            return response(top, id, extras);
        }
        if (top.has(METHOD)) {
            String method = top.string(METHOD);
            if (method == null) {
                throw invalid("'method' is not a string", id);
            }
            return withParams(id == null ? Kind.NOTIFICATION : Kind.REQUEST, top, method, extras, id);
        }
        throw invalid("'method' is missing", id);
    }

    /** What is wrong with a response is told without its id: the sender may have a request of that id in flight. */
    private static Envelope response(Members top, @Nullable JsonText id, JsonText extras)
            throws MalformedMessageException {
        if (top.has(METHOD)) {
            throw invalid("both a request and a response", null);
        }
        if (top.has(RESULT) && top.has(ERROR)) {
            throw invalid("both a result and an error", null);
        }
        if (id == null && top.has(RESULT)) {
            throw invalid("a result without an id", null);
        }
        return new Envelope(top.has(RESULT) ? Kind.RESULT : Kind.ERROR, top, id, "", extras, null, null);
    }

    private static Envelope withParams(Kind kind, Members top, String method, JsonText extras, @Nullable JsonText id)
            throws MalformedMessageException {
        JsonText text = top.get(PARAMS);
        if (text == null) {
            return new Envelope(kind, top, id, method, extras, null, null);
        }
        try {
            Cursor cursor = new Cursor(text.array(), text.offset(), text.length());
            Members params = Members.scan(cursor, IN_PARAMS, "params", MalformedMessageException.INVALID_PARAMS, null);
            Members meta = null;
            if (params.has(META)) {
                JsonText metaText = params.text();
                Cursor inMeta =
                        new Cursor(metaText.array(), params.startOf(META), params.endOf(META) - params.startOf(META));
                meta = Members.scan(
                        inMeta,
                        IN_META,
                        "_meta",
                        MalformedMessageException.INVALID_PARAMS,
                        new ProtocolKeys(metaText.array()));
            }
            return new Envelope(kind, top, id, method, extras, params, meta);
        } catch (MalformedMessageException e) {
            throw new MalformedMessageException(e.code(), e.getMessage(), id);
        }
    }

    private static boolean isNull(JsonText value) {
        return value.array()[value.offset()] == 'n';
    }

    private static boolean isId(JsonText id) {
        byte b = id.array()[id.offset()];
        return b == '"' || b == '-' || (b >= '0' && b <= '9');
    }

    private static MalformedMessageException invalid(String why, @Nullable JsonText id) {
        return new MalformedMessageException(MalformedMessageException.INVALID_REQUEST, "Invalid message: " + why, id);
    }

    /** What the message is. */
    public Kind kind() {
        return kind;
    }

    /** The whole message, without line breaks between tokens. */
    public JsonText text() {
        return top.text();
    }

    /** The id as it is spelled; null for a notification and for an error that answers nothing. */
    public @Nullable JsonText id() {
        return id;
    }

    /** The id if it is a whole number of at most 18 digits, else -1. */
    public long numericId() {
        return top.number(ID, -1);
    }

    /** The method; empty for a response. */
    public String method() {
        return method;
    }

    /** The params as they are spelled, the same object each time; or null. */
    public @Nullable JsonText params() {
        return paramsText;
    }

    /** The result as it is spelled, or null. */
    public @Nullable JsonText result() {
        return top.get(RESULT);
    }

    /** The error object as it is spelled, or null. */
    public @Nullable JsonText error() {
        return top.get(ERROR);
    }

    /** Members of the envelope that JSON-RPC does not know, as {@code ,"a":1,"b":2}; empty if there are none. */
    public JsonText extras() {
        return extras;
    }

    /** What was found in {@code params}, by the constants of this class; null if there are no params. */
    public @Nullable Members inParams() {
        return params;
    }

    /** What was found in {@code params._meta}, by the constants of this class; null if there is no {@code _meta}. */
    public @Nullable Members inMeta() {
        return meta;
    }

    /** A member of params if it is a string, else null. */
    public @Nullable String paramString(int index) {
        return params == null ? null : params.string(index);
    }

    /** A member of {@code _meta} as it is spelled, or null. */
    public @Nullable JsonText metaValue(int index) {
        return meta == null ? null : meta.get(index);
    }

    /** Keeps the unknown members of the envelope. */
    private static final class Extras implements Members.Others {
        private final byte[] buffer;
        private @Nullable ByteArrayOutputStream out;

        Extras(byte[] buffer) {
            this.buffer = buffer;
        }

        @Override
        public void member(int keyStart, int keyEnd, int valueEnd) {
            ByteArrayOutputStream target = out;
            if (target == null) {
                target = new ByteArrayOutputStream();
                out = target;
            }
            target.write(',');
            target.write(buffer, keyStart, valueEnd - keyStart);
        }

        JsonText text() {
            return out == null ? NONE : JsonText.of(out.toByteArray());
        }

        private static final JsonText NONE = JsonText.of("");
    }

    /** Refuses protocol keys of {@code _meta} that come twice, also those this version does not know. */
    private static final class ProtocolKeys implements Members.Others {
        private final byte[] buffer;
        private final Set<String> seen = new HashSet<>();

        ProtocolKeys(byte[] buffer) {
            this.buffer = buffer;
        }

        @Override
        public void member(int keyStart, int keyEnd, int valueEnd) throws MalformedMessageException {
            String folded = Names.fold(Cursor.decode(buffer, keyStart, keyEnd));
            if ((folded.startsWith(PROTOCOL_PREFIX) || folded.startsWith(OWN_PREFIX)) && !seen.add(folded)) {
                throw new MalformedMessageException(
                        MalformedMessageException.INVALID_PARAMS,
                        "Member '" + folded + "' of _meta is given twice or in a variant spelling",
                        null);
            }
        }
    }
}
