package io.mcpgateway.cli.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.Locale;

/**
 * What is asked of a gateway that runs: one line of JSON.
 *
 * @param ask what is asked
 * @param server of which server; empty where it is of all
 * @param tail how many lines of a log
 * @param follow whether the lines to come are wanted, too
 */
record ControlRequest(Ask ask, String server, int tail, boolean follow) {
    /** The version of the protocol. */
    static final int VERSION = 1;

    /** Bytes of the longest request. */
    static final int LONGEST = 4 << 10;

    static final int MOST_LINES = 10_000;
    private static final int LONGEST_NAME = 512;

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Checks the components. */
    ControlRequest {
        requireNonNull(ask, "ask");
        requireNonNull(server, "server");
        if (ask.needsServer == server.isEmpty()) {
            throw refused("'server' is " + (server.isEmpty() ? "missing" : "not for '" + ask.word() + "'"));
        }
        if (server.length() > LONGEST_NAME) {
            throw refused("'server' is longer than " + LONGEST_NAME);
        }
        if (tail < 0 || tail > MOST_LINES) {
            throw refused("'tail' is a number from 0 to " + MOST_LINES);
        }
    }

    /** What can be asked. */
    enum Ask {
        /** Who the gateway is. */
        GATEWAY(false),
        /** What runs, measured. */
        WORKLOADS(false),
        /** The servers' figures, and what their workloads take. */
        FIGURES(false),
        /** What a server's workloads write to standard error. */
        LOG(true),
        /** End a server's workloads, and start none. */
        STOP(true),
        /** End a server's workloads, and start anew. */
        RESTART(true);

        private final boolean needsServer;

        Ask(boolean needsServer) {
            this.needsServer = needsServer;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ControlRequest of(Ask ask) {
        return new ControlRequest(ask, "", 0, false);
    }

    static ControlRequest of(Ask ask, String server) {
        return new ControlRequest(ask, server, 0, false);
    }

    ObjectNode toJson() {
        ObjectNode json =
                Json.mapper().createObjectNode().put("control", VERSION).put("ask", ask.word());
        if (!server.isEmpty()) {
            json.put("server", server);
        }
        if (ask == Ask.LOG) {
            json.put("tail", tail).put("follow", follow);
        }
        return json;
    }

    /**
     * Reads a request. Members that are not known are passed over: they are a newer program's.
     *
     * @throws GatewayException if it is none; the message quotes nothing of it
     */
    static ControlRequest parse(byte[] line) {
        JsonNode json;
        try {
            json = STRICT.readTree(line);
        } catch (JsonProcessingException e) {
            throw refused("it is no JSON object");
        } catch (java.io.IOException e) {
            throw refused("it cannot be read");
        }
        if (json == null || !json.isObject()) {
            throw refused("it is no JSON object");
        }
        if (!json.path("control").isInt() || json.path("control").intValue() != VERSION) {
            throw refused("'control' is not " + VERSION + "; this gateway and the command are of different versions");
        }
        return new ControlRequest(ask(json.path("ask")), text(json), number(json), flag(json));
    }

    private static Ask ask(JsonNode value) {
        for (Ask ask : Ask.values()) {
            if (value.isTextual() && ask.word().equals(value.textValue())) {
                return ask;
            }
        }
        throw refused("'ask' is nothing that this gateway can do");
    }

    private static String text(JsonNode json) {
        JsonNode value = json.path("server");
        if (!value.isMissingNode() && !value.isTextual()) {
            throw refused("'server' is no text");
        }
        return value.asText();
    }

    private static int number(JsonNode json) {
        JsonNode value = json.path("tail");
        if (!value.isMissingNode() && !(value.isIntegralNumber() && value.canConvertToInt())) {
            throw refused("'tail' is a number from 0 to " + MOST_LINES);
        }
        return value.asInt();
    }

    private static boolean flag(JsonNode json) {
        JsonNode value = json.path("follow");
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw refused("'follow' is true or false");
        }
        return value.asBoolean();
    }

    private static GatewayException refused(String why) {
        return new GatewayException(ErrorCode.INVALID_REQUEST, "Request refused: " + why);
    }
}
