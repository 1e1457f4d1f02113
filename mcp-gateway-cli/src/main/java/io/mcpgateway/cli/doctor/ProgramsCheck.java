package io.mcpgateway.cli.doctor;

import io.mcpgateway.model.ServerEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Are the programs there that servers are started with? */
final class ProgramsCheck implements Check {
    /** What each is for. */
    private static final Map<String, String> PROGRAMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("docker", "AI clients that start 'docker mcp'");
        PROGRAMS.put("bwrap", "a sandbox around servers that are processes");
        PROGRAMS.put("node", "servers that are npm packages");
        PROGRAMS.put("npx", "servers that are npm packages");
        PROGRAMS.put("uvx", "servers that are Python packages");
    }

    private final Situation situation;

    ProgramsCheck(Situation situation) {
        this.situation = situation;
    }

    @Override
    public String name() {
        return "programs";
    }

    @Override
    public void look(Findings findings) {
        Programs programs = new Programs(situation.environment());
        PROGRAMS.forEach((program, use) -> findings.ok(programs.find(program)
                .map(path -> program + " is " + path)
                .orElse(program + " is not there; it is for " + use)));
        for (ServerEntry server : situation.enabledServers()) {
            needed(server)
                    .filter(program -> programs.find(program).isEmpty())
                    .ifPresent(program -> findings.error(
                            "server '" + server.name() + "' starts '" + program + "', which is not there",
                            "install it, put it on the PATH, or 'mcp-gateway server disable " + server.name() + "'"));
        }
    }

    /** The program of a server that is started on this machine and not in a container. */
    private static Optional<String> needed(ServerEntry server) {
        List<String> command = server.command();
        boolean process = server.type().text().equals("process");
        return process && !command.isEmpty() ? Optional.of(command.get(0)) : Optional.empty();
    }
}
