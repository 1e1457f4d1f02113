package io.mcpgateway.sdk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.model.JsonText;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.jackson2.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.IOException;

/**
 * The JSON side of the SDK. Mapper and validator are made here and passed on explicitly: the SDK's own defaults depend on
 * the calling thread's class loader, and mix up two versions of the validator when both JSON modules are present.
 */
final class SdkJson {
    /** The gateway limits messages by size; Jackson's own limit on one text is smaller than a message may be. */
    private static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build()));

    private static final JsonSchemaValidator VALIDATOR = new DefaultJsonSchemaValidator();

    private SdkJson() {}

    static McpJsonMapper mapper() {
        return MAPPER;
    }

    static JsonSchemaValidator validator() {
        return VALIDATOR;
    }

    /** Writes a message; Jackson puts no line breaks between tokens. */
    static JsonText write(JSONRPCMessage message) throws IOException {
        return JsonText.of(MAPPER.writeValueAsBytes(message));
    }

    /**
     * Reads a message.
     *
     * @throws IOException if it is not JSON, or the SDK does not take it for a message, for instance without an id
     */
    static JSONRPCMessage read(JsonText message) throws IOException {
        try {
            return McpSchema.deserializeJsonRpcMessage(MAPPER, message.toString());
        } catch (IllegalArgumentException | NullPointerException e) { // null, or a null where it has to be none
            throw new IOException("Not a message that the SDK knows", e);
        }
    }
}
