package io.mcpgateway.cli.profile.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One profile as its file says it. Immutable. */
public final class Profile {
    private final String id;
    private final Path file;
    private final String text;
    private final ObjectNode tree;
    private final List<ListedServer> servers = new ArrayList<>();

    /**
     * Reads one.
     *
     * @param id how commands call it
     * @param file where it is kept
     * @param text what the file says
     * @throws ConfigException if that is no profile
     */
    Profile(String id, Path file, String text) {
        this.id = requireNonNull(id, "id");
        this.file = requireNonNull(file, "file");
        this.text = requireNonNull(text, "text");
        this.tree = new YamlEditor(file.toString()).read(text);
        JsonNode list = tree.path("servers");
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            throw new ConfigException(file + ": 'servers' is no list");
        }
        for (JsonNode item : list) {
            if (!(item instanceof ObjectNode node)) {
                throw new ConfigException(file + ": server " + (servers.size() + 1) + " is no map");
            }
            servers.add(new ListedServer(servers.size(), node));
        }
    }

    /**
     * A server, and what comes behind its name and a dot.
     *
     * @param server the server
     * @param rest what follows; not empty
     */
    public record Address(ListedServer server, String rest) {}

    /** How commands call it. */
    public String id() {
        return id;
    }

    /** How people call it. */
    public String name() {
        return tree.path("name").asText(id);
    }

    /** Where it is kept. */
    public Path file() {
        return file;
    }

    /** What the file says. */
    public String text() {
        return text;
    }

    /** What the file says, as a tree of its own; its id is the one that commands use. */
    public ObjectNode tree() {
        ObjectNode copy = tree.deepCopy();
        copy.put("id", id);
        return copy;
    }

    /** Its servers, in order. */
    public List<ListedServer> servers() {
        return List.copyOf(servers);
    }

    /** The names of its servers. */
    public List<String> serverNames() {
        return servers.stream()
                .map(ListedServer::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** A server by its name. */
    public Optional<ListedServer> find(String name) {
        return servers.stream()
                .filter(server -> !name.isEmpty() && server.name().equals(name))
                .findFirst();
    }

    /**
     * A server by its name.
     *
     * @throws GatewayException if there is none
     */
    public ListedServer require(String name) {
        return find(name)
                .orElseThrow(() -> new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "server " + name + " not found in profile " + id
                                + Suggestions.didYouMean(name, serverNames())));
    }

    /**
     * Takes {@code server.rest} apart. Names of servers have dots themselves: the longest one that fits counts.
     *
     * @param argument what the user wrote
     * @param form how it is to be written, for the error
     * @throws GatewayException if it has another form, or there is no such server
     */
    public Address address(String argument, String form) {
        Optional<ListedServer> server = servers.stream()
                .filter(each -> !each.name().isEmpty() && argument.startsWith(each.name() + "."))
                .max(Comparator.comparingInt(each -> each.name().length()));
        int dot = argument.indexOf('.');
        String rest =
                server.map(each -> argument.substring(each.name().length() + 1)).orElse("");
        if (server.isPresent() && !rest.isEmpty()) {
            return new Address(server.get(), rest);
        }
        if (dot <= 0 || dot == argument.length() - 1 || server.isPresent()) {
            throw new ConfigException("invalid argument: " + argument + ", expected " + form);
        }
        String meant = argument.substring(0, argument.lastIndexOf('.'));
        throw new GatewayException(
                ErrorCode.NOT_FOUND,
                "server " + argument.substring(0, dot) + " not found in profile " + id + " for argument " + argument
                        + Suggestions.didYouMean(meant, serverNames()));
    }
}
