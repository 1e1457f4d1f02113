package io.mcpgateway.sandbox;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A workload's environment on its way in. The shell and {@code bwrap} run outside of the sandbox, and some variables make a
 * program load files; so they carry each variable under a name that means nothing to anyone, and a shell inside gives it its
 * own. Arguments would be another way, but every user of the machine sees those. Immutable.
 */
final class Variables {
    /** Renames what the words up to {@code --} name, and becomes the rest. */
    static final String RENAME = """
            while [ "$1" != -- ]; do
                eval "export $1=\\"\\$MCP_GATEWAY_VALUE_$1\\"; unset MCP_GATEWAY_VALUE_$1"
                shift
            done
            shift
            exec "$@"
            """;

    private static final String PREFIX = "MCP_GATEWAY_VALUE_";
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> values = new LinkedHashMap<>();

    private Variables() {}

    static Variables of(WorkloadSpec spec) {
        Variables variables = new Variables();
        variables.values.put("PATH", PATH);
        variables.values.put("HOME", SandboxCommand.HOME);
        spec.environment().forEach((name, value) -> variables.put(spec, name, value));
        spec.secretEnvironment().forEach((name, value) -> variables.put(spec, name, value.reveal()));
        if (spec.network() instanceof WorkloadSpec.Network.AllowList) {
            variables.values.putAll(AllowedNetwork.variables());
        }
        return variables;
    }

    private void put(WorkloadSpec spec, String name, String value) {
        // Checked here because the JDK's own message for a bad value shows the value.
        if (!NAME.matcher(name).matches() || name.startsWith("MCP_GATEWAY_") || value.indexOf('\0') >= 0) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION,
                    "Cannot start server '" + spec.server() + "' in a sandbox: environment variable '"
                            + name.replaceAll("\\p{Cc}", "?") + "' cannot be set");
        }
        values.put(name, value);
    }

    /** The environment of what runs outside. */
    Map<String, String> outside() {
        Map<String, String> outside = new LinkedHashMap<>();
        outside.put("PATH", PATH);
        values.forEach((name, value) -> outside.put(PREFIX + name, value));
        return outside;
    }

    /** A command that becomes this one, inside, with its variables. */
    List<String> inside(List<String> command) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", RENAME, "mcp-gateway-environment"));
        words.addAll(values.keySet());
        words.add("--");
        words.addAll(command);
        return words;
    }
}
