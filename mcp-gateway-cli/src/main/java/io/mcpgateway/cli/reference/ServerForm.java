package io.mcpgateway.cli.reference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.Trust;
import io.mcpgateway.model.ServerType;

/** Catalog entries as servers of profiles and of OCI catalogs. Stateless. */
final class ServerForm {
    private ServerForm() {}

    /**
     * The server of an entry: {@code {type, image|endpoint, snapshot: {server}}}. Servers inside the JVM, packages and
     * processes, which only this program knows, have their own types and say nothing of where they are.
     *
     * @throws GatewayException if it is a process, and not of a file that the user owns
     */
    static ObjectNode of(ServerEntry entry) {
        ObjectNode server = Json.mapper().createObjectNode();
        switch (entry.type()) {
            case SERVER, POCI -> server.put("type", "image").put("image", image(entry));
            case REMOTE ->
                server.put("type", "remote")
                        .put("endpoint", entry.remote().orElseThrow().url());
            case PROCESS -> {
                requireOwn(entry);
                server.put("type", entry.type().text());
            }
            case JVM, PACKAGE -> server.put("type", entry.type().text());
        }
        ObjectNode snapshot = server.putObject("snapshot").putObject("server");
        snapshot.put("name", entry.name());
        Json.parse(entry.raw()).properties().forEach(member -> {
            if (!member.getKey().equals("name")) {
                snapshot.set(member.getKey(), member.getValue());
            }
        });
        if (!snapshot.hasNonNull("type")) {
            snapshot.put("type", entry.type().text());
        }
        return server;
    }

    /** A server each of whose tools has a container of its own has no image itself; then it is known by the first one. */
    private static String image(ServerEntry entry) {
        return entry.image()
                .or(() -> entry.tools().stream()
                        .map(tool ->
                                Json.parse(tool.raw()).at("/container/image").asText(""))
                        .filter(image -> !image.isBlank())
                        .findFirst())
                .orElse("");
    }

    private static void requireOwn(ServerEntry entry) {
        if (entry.origin().trust() == Trust.FOREIGN) {
            throw new GatewayException(
                    ErrorCode.DENIED,
                    "server " + entry.name() + " of " + entry.origin().location()
                            + " is a process of this computer; only a file that you own and nobody else may write to can"
                            + " name one");
        }
    }

    /** Whether the Go program knows servers of this type. */
    static boolean isShared(ServerType type) {
        return type != ServerType.PROCESS && type != ServerType.PACKAGE && type != ServerType.JVM;
    }
}
