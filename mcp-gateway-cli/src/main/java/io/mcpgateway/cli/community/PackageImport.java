package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.community.RuntimeArguments.Flag;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes how a package runs: images as containers, packages of npm and PyPI by {@code npx} and {@code uvx} in containers.
 * Confined to one thread.
 */
final class PackageImport {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final PackageChoice chosen;
    private final String name;
    private final Inputs inputs;
    private final List<String> notes;
    private final ArrayNode command = Json.mapper().createArrayNode();
    private final ArrayNode volumes = Json.mapper().createArrayNode();

    PackageImport(PackageChoice chosen, String name, List<String> notes) {
        this.chosen = chosen;
        this.name = name;
        this.notes = notes;
        this.inputs = new Inputs(name, variables(chosen));
    }

    private static Set<String> variables(PackageChoice chosen) {
        Set<String> names = new LinkedHashSet<>();
        ServerDocument.stream(chosen.node().path("environmentVariables"))
                .forEach(each -> names.add(each.path("name").asText("")));
        return names;
    }

    /**
     * Writes it.
     *
     * @param runtime the version of Node or Python; empty for images
     */
    void addTo(ObjectNode entry, String runtime) {
        RuntimeArguments arguments = RuntimeArguments.of(chosen, inputs, notes);
        switch (chosen.kind()) {
            case "npm" -> npx(entry, runtime, arguments);
            case "pypi" -> uvx(entry, runtime, arguments);
            default -> entry.put("image", chosen.image());
        }
        addPackage(entry, arguments);
        inputs.mountFiles(true);
        Arguments.add(chosen.node().path("packageArguments"), inputs, command, notes);
        ArrayNode environment = environment(arguments);
        inputs.addMounts(volumes);
        volumes.addAll(arguments.volumes());
        if (!command.isEmpty()) {
            entry.set("command", command);
        }
        if (arguments.hasUser()) {
            for (int i = volumes.size() - 1; i >= 0; i--) {
                if (volumes.get(i).asText().contains(":/root/")) {
                    volumes.remove(i); // another user could not write there
                }
            }
        }
        if (!volumes.isEmpty()) {
            entry.set("volumes", volumes);
        }
        if (!environment.isEmpty()) {
            entry.set("env", environment);
        }
        arguments.addTo(entry);
        inputs.addTo(entry);
    }

    /**
     * What the gateway itself runs; image, command and volumes are for programs that know no packages. A registry of its own
     * is only for the user to name, and what npx or uvx are told beside the package is known to them alone.
     */
    private void addPackage(ObjectNode entry, RuntimeArguments arguments) {
        PackageRegistry registry = PackageRegistry.parse(chosen.kind()).orElse(null);
        if (registry == null || !chosen.base().isEmpty() || !isPlain(arguments)) {
            return;
        }
        try {
            new PackageReference(registry, chosen.identifier(), chosen.version(), "", "");
        } catch (ConfigException e) {
            return; // no exact version
        }
        entry.putObject("package")
                .put("registry", chosen.kind())
                .put("name", chosen.identifier())
                .put("version", chosen.version());
    }

    private boolean isPlain(RuntimeArguments arguments) {
        return arguments.others().stream()
                .allMatch(flag -> flag.name().equals("-y")
                        || flag.name().equals("--yes")
                        || (flag.name().isEmpty() && flag.value().startsWith(chosen.identifier())));
    }

    private void npx(ObjectNode entry, String runtime, RuntimeArguments arguments) {
        entry.put("image", "node:" + runtime + "-bookworm-slim").put("longLived", true);
        command.add("npx").add("--yes");
        if (!chosen.base().isEmpty()) {
            command.add("--registry").add(chosen.base());
        }
        String spec = chosen.identifier() + (chosen.version().isEmpty() ? "" : "@" + chosen.version());
        tool(arguments, Set.of("-y", "--yes"), spec);
        command.add(spec);
        volumes.add("docker-mcp-npm-cache-" + name + ":/root/.npm");
    }

    private void uvx(ObjectNode entry, String runtime, RuntimeArguments arguments) {
        entry.put("image", "ghcr.io/astral-sh/uv:python" + runtime + "-bookworm-slim")
                .put("longLived", true);
        command.add("uvx");
        if (!chosen.base().isEmpty()) {
            command.add("--index-url").add(chosen.base());
        }
        String spec = chosen.identifier() + (chosen.version().isEmpty() ? "" : "==" + chosen.version());
        boolean from = arguments.others().stream().anyMatch(flag -> flag.name().equals("--from"));
        if (!from && !chosen.version().isEmpty()) {
            command.add("--from").add(spec);
        }
        tool(arguments, Set.of(), spec);
        command.add(chosen.identifier());
        volumes.add("docker-mcp-uv-cache-" + name + ":/root/.cache/uv");
    }

    /** Some documents name the package, or what is said anyway, among the runtime's arguments, too. */
    private void tool(RuntimeArguments arguments, Set<String> implied, String spec) {
        for (Flag flag : arguments.others()) {
            boolean named = flag.name().isEmpty()
                    && (flag.value().equals(spec) || flag.value().equals(chosen.identifier()));
            if (!named && !implied.contains(flag.name())) {
                flag.words().forEach(word -> command.add(word.replace("$", "$$")));
            }
        }
    }

    private ArrayNode environment(RuntimeArguments arguments) {
        ArrayNode list = Json.mapper().createArrayNode();
        ServerDocument.stream(chosen.node().path("environmentVariables")).forEach(variable -> {
            String called = variable.path("name").asText("");
            if (!VARIABLE.matcher(called).matches()) {
                notes.add("variable '" + Notes.shown(called) + "' is left out: it is no name of a variable");
                return;
            }
            Written value = inputs.environment(called, variable);
            if (value.kind() != Written.Kind.SECRET && !value.isNothing()) {
                list.addObject().put("name", called).put("value", text(value));
            }
        });
        arguments.environment().forEach((called, value) -> {
            if (VARIABLE.matcher(called).matches()) {
                list.addObject().put("name", called).put("value", value);
            } else {
                notes.add("variable '" + Notes.shown(called) + "' is left out: it is no name of a variable");
            }
        });
        return list;
    }

    /** A variable without a value is left out when the server starts, so that nothing has to stand for it. */
    private static String text(Written value) {
        return value.kind() == Written.Kind.OPTIONAL ? value.text().replace("|or:[]", "") : value.text();
    }
}
