package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.console.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments for what runs a package: those of {@code docker run} become what an entry can say, those of {@code npx} and
 * {@code uvx} become part of the command. What neither can be is told. Confined to one thread.
 */
final class RuntimeArguments {
    /** Flags of {@code docker run} that say what a gateway does anyway, or decides itself without a loss. */
    private static final Set<String> IMPLIED =
            Set.of("-i", "--interactive", "--rm", "--init", "-t", "--tty", "-it", "-ti", "--name", "--pull");

    private static final Set<String> WITH_VALUE = Set.of(
            "-u",
            "--user",
            "-v",
            "--volume",
            "--mount",
            "-e",
            "--env",
            "--network",
            "--net",
            "--add-host",
            "--cap-add",
            "--name",
            "--pull",
            "--platform",
            "-w",
            "--workdir",
            "--entrypoint",
            "-p",
            "--publish");

    /** Those that have this meaning for packages of npm and PyPI, too, because these run in containers. */
    private static final Set<String> OF_CONTAINERS = Set.of("-u", "--user", "-v", "--volume", "--mount");

    private final List<String> notes;
    private final ArrayNode volumes = Json.mapper().createArrayNode();
    private final ArrayNode extraHosts = Json.mapper().createArrayNode();
    private final ArrayNode capAdd = Json.mapper().createArrayNode();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Flag> others = new ArrayList<>();
    private String user = "";
    private boolean disableNetwork;

    /** One argument: a flag without value, a flag with one, or a value without flag. */
    record Flag(String name, String value) {
        List<String> words() {
            return name.isEmpty() ? List.of(value) : value.isEmpty() ? List.of(name) : List.of(name, value);
        }
    }

    private RuntimeArguments(List<String> notes) {
        this.notes = notes;
    }

    static RuntimeArguments of(PackageChoice chosen, Inputs inputs, List<String> notes) {
        RuntimeArguments all = new RuntimeArguments(notes);
        String hint = chosen.node().path("runtimeHint").asText("");
        boolean container = chosen.kind().equals("oci") || hint.equals("docker") || hint.equals("podman");
        for (Flag flag : flags(chosen.node().path("runtimeArguments"), inputs)) {
            if (container || OF_CONTAINERS.contains(flag.name())) {
                all.container(flag);
            } else if (hint.isEmpty() || hint.equals(chosen.kind().equals("npm") ? "npx" : "uvx")) {
                all.others.add(flag);
            } else {
                all.leftOut(flag, "packages of " + chosen.kind() + " are not run by " + Notes.shown(hint));
            }
        }
        return all;
    }

    private static List<Flag> flags(JsonNode arguments, Inputs inputs) {
        List<Flag> flags = new ArrayList<>();
        ServerDocument.stream(arguments).forEach(argument -> {
            String text = inputs.verbatim(argument).text();
            if (Arguments.isNamed(argument)) {
                String name = argument.path("name").asText("");
                int equals = name.indexOf('=');
                flags.add(
                        equals < 0
                                ? new Flag(name, text.replaceFirst("^=", ""))
                                : new Flag(name.substring(0, equals), name.substring(equals + 1) + text));
                return;
            }
            int last = flags.size() - 1;
            if (!text.startsWith("-")
                    && last >= 0
                    && flags.get(last).value().isEmpty()
                    && WITH_VALUE.contains(flags.get(last).name())) {
                flags.set(last, new Flag(flags.get(last).name(), text));
            } else if (text.startsWith("-")) {
                int equals = text.indexOf('=');
                flags.add(
                        equals < 0
                                ? new Flag(text, "")
                                : new Flag(text.substring(0, equals), text.substring(equals + 1)));
            } else if (!text.isEmpty()) {
                flags.add(new Flag("", text));
            }
        });
        return flags;
    }

    private void container(Flag flag) {
        String value = flag.value();
        switch (flag.name()) {
            case "-u", "--user" -> user = value;
            case "-v", "--volume" -> addTo(volumes, value);
            case "--mount" -> addTo(volumes, volume(value));
            case "--add-host" -> addTo(extraHosts, value);
            case "--cap-add" -> addTo(capAdd, value);
            case "-e", "--env" -> variable(flag);
            case "--network", "--net" -> network(flag);
            default -> {
                if (!IMPLIED.contains(flag.name())) {
                    leftOut(flag, "the gateway decides how containers run");
                }
            }
        }
    }

    private void variable(Flag flag) {
        int equals = flag.value().indexOf('=');
        if (equals > 0) {
            environment.put(flag.value().substring(0, equals), flag.value().substring(equals + 1));
        } else if (!flag.value().isEmpty()) {
            leftOut(flag, "no variable of this computer reaches a server");
        }
    }

    private void network(Flag flag) {
        if (flag.value().equals("none")) {
            disableNetwork = true;
        } else if (!flag.value().equals("bridge") && !flag.value().equals("default")) {
            leftOut(flag, "containers get a network of their own or none");
        }
    }

    private void leftOut(Flag flag, String why) {
        String words = Notes.shown(String.join(" ", flag.words()));
        notes.add("runtime argument '" + words + "' is left out: " + why);
    }

    /** What an entry can write of a mount: {@code source:target[:ro]}. */
    private static String volume(String mount) {
        String from = "";
        String to = "";
        boolean readOnly = false;
        for (String part : mount.split(",")) {
            String[] both = part.split("=", 2);
            String value = both.length == 2 ? both[1] : "";
            switch (both[0].strip()) {
                case "src", "source" -> from = value;
                case "dst", "destination", "target" -> to = value;
                case "readonly", "ro" -> readOnly = value.isEmpty() || value.equals("true") || value.equals("1");
                default -> {}
            }
        }
        return from.isEmpty() || to.isEmpty() ? mount : from + ":" + to + (readOnly ? ":ro" : "");
    }

    private static void addTo(ArrayNode list, String value) {
        if (!value.isEmpty()) {
            list.add(value);
        }
    }

    /** What is for {@code npx} or {@code uvx}, but for what the command has anyway. */
    List<Flag> others() {
        return others;
    }

    ArrayNode volumes() {
        return volumes;
    }

    Map<String, String> environment() {
        return environment;
    }

    boolean hasUser() {
        return !user.isEmpty();
    }

    void addTo(ObjectNode entry) {
        if (!user.isEmpty()) {
            entry.put("user", user);
        }
        if (disableNetwork) {
            entry.put("disableNetwork", true);
        }
        if (!extraHosts.isEmpty()) {
            entry.set("extraHosts", extraHosts);
        }
        if (!capAdd.isEmpty()) {
            entry.set("capAdd", capAdd);
        }
    }
}
