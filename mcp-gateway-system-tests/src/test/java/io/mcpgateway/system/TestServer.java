package io.mcpgateway.system;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One server of a test catalog.
 *
 * @param name its name
 * @param type {@code process}, {@code server}, {@code package} or {@code remote}
 * @param command what to run; for a container or a package, its arguments
 * @param image the image; empty for a process
 * @param isolation {@code call}, {@code session} or {@code shared}
 * @param url where a remote server is; empty for the others
 * @param lines what else the entry says, as lines of YAML
 */
record TestServer(
        String name,
        String type,
        List<String> command,
        String image,
        String isolation,
        String url,
        List<String> lines) {
    TestServer {
        command = List.copyOf(command);
        lines = List.copyOf(lines);
    }

    /** A server that the gateway starts. */
    TestServer(String name, String type, List<String> command, String image, String isolation) {
        this(name, type, command, image, isolation, "", image.isEmpty() ? List.of() : List.of("disableNetwork: true"));
    }

    /** A server that runs already, on Streamable HTTP. */
    static TestServer remote(String name, URI url) {
        return new TestServer(name, "remote", List.of(), "", "session", url.toString(), List.of());
    }

    /** A server of {@code peers/servers}, one workload per client session. */
    static TestServer ofScript(String script, String... arguments) {
        return process(script, Requirements.PEERS.resolve("servers").resolve(script + ".mjs"), arguments);
    }

    /** An installed npm server, one workload per client session. */
    static TestServer ofPackage(String name, String... arguments) {
        Path main = Requirements.installedPeers()
                .resolve("node_modules/@modelcontextprotocol/server-" + name + "/dist/index.js");
        return process(name, main, arguments);
    }

    private static TestServer process(String name, Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Requirements.node().toString(), script.toString()));
        command.addAll(List.of(arguments));
        return new TestServer(name, "process", command, "", "session");
    }

    /** The test image, running {@code server-everything} over stdio. */
    static TestServer everythingInDocker(String name) {
        return new TestServer(name, "server", List.of(), Requirements.IMAGE, "session");
    }

    /** The test image, running a server of {@code peers/servers}. */
    static TestServer scriptInDocker(String name, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("/app/servers/" + script + ".mjs"));
        command.addAll(List.of(arguments));
        return new TestServer(name, "server", command, Requirements.IMAGE, "session");
    }

    /** The same under another name. */
    TestServer named(String other) {
        return new TestServer(other, type, command, image, isolation, url, lines);
    }

    /** The same with another isolation. */
    TestServer isolated(String other) {
        return new TestServer(name, type, command, image, other, url, lines);
    }

    /** The same, held to these hosts where hosts are enforced. */
    TestServer heldTo(String hosts) {
        return new TestServer(name, type, command, image, isolation, url, List.of("allowHosts: [" + hosts + "]"));
    }

    /** A package of npm without a network, started with these arguments. */
    static TestServer packaged(String name, String packageName, String version, String... arguments) {
        return new TestServer(
                name,
                "package",
                List.of(arguments),
                "",
                "call",
                "",
                List.of(
                        "disableNetwork: true",
                        "package: {registry: npm, name: " + packageName + ", version: " + version + "}"));
    }

    /** The entry as YAML, indented for a catalog's {@code registry}. */
    String yaml() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("  ").append(name).append(":\n");
        yaml.append("    title: ").append(name).append('\n');
        yaml.append("    description: a server of the system tests\n");
        yaml.append("    type: ").append(type).append('\n');
        if (!image.isEmpty()) {
            yaml.append("    image: ").append(image).append('\n');
        }
        if (!url.isEmpty()) {
            yaml.append("    remote:\n");
            yaml.append("      url: ").append(quoted(url)).append('\n');
            yaml.append("      transport_type: streamable-http\n");
        }
        lines.forEach(line -> yaml.append("    ").append(line).append('\n'));
        if (!command.isEmpty()) {
            yaml.append("    command: ")
                    .append(command.stream().map(TestServer::quoted).collect(Collectors.joining(", ", "[", "]")))
                    .append('\n');
        }
        yaml.append("    longLived: ").append(isolation.equals("session")).append('\n');
        yaml.append("    isolation: ").append(isolation).append('\n');
        return yaml.toString();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "''") + "'";
    }
}
