package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes catalog entries of server documents: the first package that can be run, images before others, and if there is none
 * the first remote, Streamable HTTP before SSE. What is not chosen leaves no trace. Stateless.
 */
final class ServerImport {
    /** What is tried, in this order. */
    private static final List<String> KINDS = List.of("oci", "pypi", "npm");

    private static final List<String> TRANSPORTS = List.of("streamable-http", "sse");
    private static final Pattern URL = Pattern.compile("(https?://|\\{)[^\\s]+");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final RegistryRoot COMMUNITY =
            new RegistryRoot("https://" + CommunityRegistry.DEFAULT_HOST, RegistryRoot.API);

    private ServerImport() {}

    /**
     * The server.
     *
     * @param name its name in catalogs
     * @param source where its registry has it; may be empty
     * @throws IncompatibleServerException if nothing in the document can be run or reached
     */
    static CommunityServer server(ServerDocument document, String name, String source, Runtimes runtimes) {
        List<PackageChoice> packages =
                document.packages().map(PackageChoice::of).toList();
        List<String> obstacles = new ArrayList<>();
        packages.forEach(each -> obstacles.add(each.obstacle()));
        List<String> notes = new ArrayList<>();
        for (PackageChoice chosen : usable(packages)) {
            try {
                String runtime = runtime(chosen, runtimes, notes);
                ObjectNode entry = described(document, "server");
                new PackageImport(chosen, name, notes).addTo(entry, runtime);
                String kind = chosen.kind().equals("oci") ? "image" : chosen.kind();
                return finished(
                        document,
                        entry,
                        new CommunityServer(name, entry, kind, document.name(), document.version(), source, notes));
            } catch (Runtimes.MissingPackageException e) {
                obstacles.add(String.valueOf(e.getMessage()));
            }
        }
        Optional<JsonNode> remote = remote(document);
        if (remote.isEmpty()) {
            throw incompatible(document, packages, obstacles);
        }
        ObjectNode entry = described(document, "remote");
        Inputs inputs = new Inputs(name, java.util.Set.of());
        remote(remote.get(), inputs, entry, notes);
        inputs.addTo(entry);
        return finished(
                document,
                entry,
                new CommunityServer(name, entry, "remote", document.name(), document.version(), source, notes));
    }

    private static List<PackageChoice> usable(List<PackageChoice> packages) {
        return KINDS.stream()
                .flatMap(kind -> packages.stream().filter(each -> each.kind().equals(kind)))
                .filter(each -> each.obstacle().isEmpty())
                .toList();
    }

    private static String runtime(PackageChoice chosen, Runtimes runtimes, List<String> notes)
            throws Runtimes.MissingPackageException {
        return switch (chosen.kind()) {
            case "npm" -> runtimes.node(chosen, notes);
            case "pypi" -> runtimes.python(chosen, notes);
            default -> "";
        };
    }

    private static ObjectNode described(ServerDocument document, String type) {
        ObjectNode entry = Json.mapper().createObjectNode().put("type", type);
        put(entry, "title", document.text("title"));
        put(entry, "description", document.text("description"));
        put(entry, "icon", document.icon());
        return entry;
    }

    private static CommunityServer finished(ServerDocument document, ObjectNode entry, CommunityServer server) {
        OauthBlock.of(document.oauth()).ifPresent(oauth -> entry.set("oauth", oauth));
        if (!document.version().isEmpty()) {
            String url = server.source().isEmpty()
                    ? COMMUNITY.version(document.name(), document.version())
                    : server.source();
            entry.putObject("metadata").put("registryUrl", url);
        }
        return server;
    }

    private static IncompatibleServerException incompatible(
            ServerDocument document, List<PackageChoice> packages, List<String> obstacles) {
        String kind = packages.stream()
                .map(each -> KINDS.contains(each.kind())
                        ? each.kind() + ", unusable"
                        : each.kind().isEmpty() ? "no kind" : Notes.shown(each.kind()))
                .findFirst()
                .orElse("no packages");
        String why = obstacles.stream()
                .filter(each -> !each.isEmpty())
                .distinct()
                .limit(5)
                .collect(Collectors.joining("; "));
        return new IncompatibleServerException(
                kind,
                "incompatible server: no compatible packages for " + Notes.shown(document.name()) + ": "
                        + (why.isEmpty() ? "it has no packages and no remotes" : why)
                        + ". It needs an image, or a package of npm or PyPI that speaks over standard input and output,"
                        + " or a remote");
    }

    private static Optional<JsonNode> remote(ServerDocument document) {
        return TRANSPORTS.stream()
                .flatMap(kind ->
                        document.remotes().filter(each -> transport(each).equals(kind)))
                .filter(each -> URL.matcher(each.path("url").asText("")).matches())
                .findFirst();
    }

    /** Documents of 2025 called it otherwise. */
    private static String transport(JsonNode remote) {
        String type = remote.path("type").asText("");
        String said = type.isEmpty() ? remote.path("transportType").asText("") : type;
        return said.equals("streamable") || said.equals("http") ? "streamable-http" : said;
    }

    private static void remote(JsonNode remote, Inputs inputs, ObjectNode entry, List<String> notes) {
        ObjectNode target = entry.putObject("remote");
        ObjectNode url = Inputs.fixed(remote.path("url").asText(""));
        url.set("variables", remote.path("variables"));
        target.put("url", inputs.value("", url).text());
        target.put("transport_type", transport(remote));
        ObjectNode headers = Json.mapper().createObjectNode();
        ServerDocument.stream(remote.path("headers")).forEach(header -> {
            String name = header.path("name").asText("");
            if (!HEADER.matcher(name).matches()) {
                notes.add("header '" + Notes.shown(name) + "' is left out: it is no name of a header");
                return;
            }
            Written value = inputs.value(name, header);
            if (!value.isNothing()) {
                headers.put(name, value.text().replace("|or:[]", ""));
            }
        });
        if (!headers.isEmpty()) {
            target.set("headers", headers);
        }
    }

    private static void put(ObjectNode entry, String member, String value) {
        if (!value.isEmpty()) {
            entry.put(member, value);
        }
    }
}
