package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes catalog entries of server documents: images run as containers, packages of npm and PyPI by {@code npx} and
 * {@code uvx} in containers, and what has neither is reached as a remote server. Stateless.
 */
final class ServerImport {
    /** What is tried, in this order. */
    private static final List<String> KINDS = List.of("oci", "pypi", "npm");

    private static final Map<String, String> PUBLIC =
            Map.of("npm", "https://registry.npmjs.org", "pypi", "https://pypi.org");
    private static final String NODE = "24";
    private static final String PYTHON = "3.14";

    private ServerImport() {}

    /**
     * The entry.
     *
     * @throws ConfigException if nothing in the document can be run or reached
     */
    static ObjectNode entry(ServerDocument document) {
        String name = document.catalogName();
        ObjectNode entry = Json.mapper().createObjectNode().put("name", name);
        Optional<JsonNode> chosen = KINDS.stream()
                .flatMap(kind -> document.packages().filter(each -> isUsable(each, kind)))
                .findFirst();
        Optional<JsonNode> remote = document.remotes()
                .filter(each -> List.of("streamable-http", "sse")
                        .contains(each.path("type").asText("")))
                .findFirst();
        entry.put("type", chosen.isPresent() ? "server" : "remote");
        put(entry, "title", document.text("title"));
        put(entry, "description", document.text("description"));
        put(entry, "icon", document.icon());
        Inputs inputs = new Inputs(name);
        if (chosen.isPresent()) {
            container(chosen.get(), name, inputs, entry);
        } else {
            remote(
                    remote.orElseThrow(() -> new ConfigException("incompatible server: no compatible packages for "
                            + document.name() + ": it needs an image, or a package of npm or PyPI that speaks over"
                            + " standard input and output, or a remote")),
                    inputs,
                    entry);
        }
        inputs.addTo(entry);
        if (!document.version().isEmpty()) {
            entry.putObject("metadata")
                    .put(
                            "registryUrl",
                            "https://registry.modelcontextprotocol.io/v0/servers/" + escaped(document.name())
                                    + "/versions/" + escaped(document.version()));
        }
        return entry;
    }

    private static boolean isUsable(JsonNode each, String kind) {
        return each.path("registryType").asText("").equals(kind)
                && each.at("/transport/type").asText("stdio").equals("stdio")
                && !each.path("identifier").asText("").isBlank();
    }

    private static void container(JsonNode chosen, String name, Inputs inputs, ObjectNode entry) {
        String identifier = chosen.path("identifier").asText();
        String version = chosen.path("version").asText("");
        ArrayNode command = Json.mapper().createArrayNode();
        ArrayNode volumes = Json.mapper().createArrayNode();
        switch (chosen.path("registryType").asText()) {
            case "npm" -> {
                entry.put("image", "node:" + NODE + "-bookworm-slim").put("longLived", true);
                command.add("npx").add("--yes");
                base(chosen, "npm").ifPresent(url -> command.add("--registry").add(url));
                command.add(version.isEmpty() ? identifier : identifier + "@" + version);
                volumes.add("docker-mcp-npm-cache-" + name + ":/root/.npm");
            }
            case "pypi" -> {
                entry.put("image", "ghcr.io/astral-sh/uv:python" + PYTHON + "-bookworm-slim")
                        .put("longLived", true);
                command.add("uvx");
                base(chosen, "pypi").ifPresent(url -> command.add("--index-url").add(url));
                if (!version.isEmpty()) {
                    command.add("--from").add(identifier + "==" + version);
                }
                command.add(identifier);
                volumes.add("docker-mcp-uv-cache-" + name + ":/root/.cache/uv");
            }
            default -> entry.put("image", image(identifier, version));
        }
        arguments(chosen, inputs, command);
        runtime(chosen, inputs, entry, volumes);
        if (!command.isEmpty()) {
            entry.set("command", command);
        }
        if (!volumes.isEmpty()) {
            entry.set("volumes", volumes);
        }
        environment(chosen, inputs, entry);
    }

    /** A version is a tag or a digest, and the identifier may have one already. */
    private static String image(String identifier, String version) {
        boolean complete = identifier.contains("@")
                || identifier.substring(identifier.lastIndexOf('/') + 1).contains(":");
        if (complete || version.isEmpty()) {
            return identifier;
        }
        return identifier + (version.startsWith("sha256:") ? "@" : ":") + version;
    }

    private static Optional<String> base(JsonNode chosen, String kind) {
        String url = chosen.path("registryBaseUrl").asText("");
        return url.isEmpty() || url.equals(PUBLIC.get(kind)) ? Optional.empty() : Optional.of(url);
    }

    private static void arguments(JsonNode chosen, Inputs inputs, ArrayNode command) {
        ServerDocument.stream(chosen.path("packageArguments")).forEach(argument -> {
            String name = argument.path("name").asText("");
            boolean named = argument.path("type").asText("").equals("named");
            String label = named
                    ? name.replaceFirst("^-+", "")
                    : argument.path("valueHint").asText("");
            String value = inputs.value(label, argument);
            if (named) {
                command.add(value.isEmpty() ? name : name + "=" + value);
            } else if (!value.isEmpty()) {
                command.add(value);
            }
        });
    }

    /** Of the container's own arguments those that a catalog entry can say: its user, and what is mounted. */
    private static void runtime(JsonNode chosen, Inputs inputs, ObjectNode entry, ArrayNode volumes) {
        ServerDocument.stream(chosen.path("runtimeArguments")).forEach(argument -> {
            String name = argument.path("name").asText("");
            String value = inputs.value("", argument).replaceFirst("^=", "");
            switch (name) {
                case "-u", "--user" -> put(entry, "user", value);
                case "-v", "--volume" -> addTo(volumes, value);
                case "--mount" -> addTo(volumes, volume(value));
                default -> {}
            }
        });
        if (entry.has("user")) {
            for (int i = volumes.size() - 1; i >= 0; i--) {
                if (volumes.get(i).asText().contains(":/root/")) {
                    volumes.remove(i); // another user could not write there
                }
            }
        }
    }

    private static String volume(String mount) {
        String from = "";
        String to = "";
        for (String part : mount.split(",")) {
            String[] both = part.split("=", 2);
            String value = both.length == 2 ? both[1] : "";
            switch (both[0].strip()) {
                case "src", "source" -> from = value;
                case "dst", "destination", "target" -> to = value;
                default -> {}
            }
        }
        return from.isEmpty() || to.isEmpty() ? mount : from + ":" + to;
    }

    private static void environment(JsonNode chosen, Inputs inputs, ObjectNode entry) {
        ArrayNode list = Json.mapper().createArrayNode();
        ServerDocument.stream(chosen.path("environmentVariables")).forEach(variable -> {
            String name = variable.path("name").asText("");
            if (name.isEmpty()) {
                return;
            }
            String value = inputs.value(name, variable);
            boolean setAsSecret =
                    inputs.isSecret(name) && Inputs.variableOf(name).equals(name);
            if (!setAsSecret && !value.isEmpty()) {
                list.addObject().put("name", name).put("value", value);
            }
        });
        if (!list.isEmpty()) {
            entry.set("env", list);
        }
    }

    private static void remote(JsonNode remote, Inputs inputs, ObjectNode entry) {
        ObjectNode target = entry.putObject("remote");
        ObjectNode url = Json.mapper().createObjectNode();
        url.set("value", remote.path("url"));
        url.set("variables", remote.path("variables"));
        target.put("url", inputs.value("", url));
        target.put("transport_type", remote.path("type").asText());
        ObjectNode headers = Json.mapper().createObjectNode();
        ServerDocument.stream(remote.path("headers")).forEach(header -> {
            String name = header.path("name").asText("");
            String value = inputs.value(name, header);
            if (!name.isEmpty() && !value.isEmpty()) {
                headers.put(name, value);
            }
        });
        if (!headers.isEmpty()) {
            target.set("headers", headers);
        }
    }

    private static void addTo(ArrayNode list, String value) {
        if (!value.isEmpty()) {
            list.add(value);
        }
    }

    private static void put(ObjectNode entry, String member, String value) {
        if (!value.isEmpty()) {
            entry.put(member, value);
        }
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
