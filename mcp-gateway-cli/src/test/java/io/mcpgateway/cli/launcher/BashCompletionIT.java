package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.launcher.Launched.Result;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script in a real bash. */
class BashCompletionIT {
    private static final Path PROGRAM = Path.of("target/dist/bin/mcp-gateway").toAbsolutePath();

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path home;

    /** What bash offers after these words; the last one is the one that is typed. */
    private Result complete(String words) throws Exception {
        environment.put("HOME", home.toString());
        environment.put("MCP_GATEWAY_ARCHIVE", "off");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        String script = "source <('" + PROGRAM + "' completion bash) && COMP_WORDS=('" + PROGRAM + "' " + words
                + ") && COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) && _mcp_gateway && printf '%s\\n' \"${COMPREPLY[@]}\"";
        Result result = Launched.run(Path.of("/bin/bash"), environment, "-c", script);
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    @Test
    void bashOffersCommandsNamesAndFlags() throws Exception {
        assertThat(complete("cat").out()).containsExactly("catalog");
        assertThat(complete("server enable ti").out()).containsExactly("time");
        assertThat(complete("server ls --f").out()).containsExactly("--format");
        assertThat(complete("catalog ''").out()).contains("init", "ls", "show");
    }

    @Test
    void everyShellHasAScript() throws Exception {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MCP_GATEWAY_ARCHIVE", "off");
        for (String shell : new String[] {"bash", "zsh", "fish"}) {
            assertThat(Launched.run(PROGRAM, environment, "completion", shell).out())
                    .anyMatch(line -> line.contains("__complete"));
        }
        assertThat(Launched.run(PROGRAM, environment, "completion", "tcsh").status())
                .isEqualTo(2);
    }
}
