package io.mcpgateway.cli.doctor;

import java.util.Map;

/** What runs the gateway itself. */
final class JavaCheck implements Check {
    /** The launcher's word on where it is itself. */
    private static final String LAUNCHER_PROPERTY = "io.mcpgateway.cli.launcher";

    /** The launcher's word on the class-data archive: {@code used}, {@code making} or {@code off}. */
    private static final String ARCHIVE_PROPERTY = "io.mcpgateway.cli.archive";

    private static final Map<String, String> ARCHIVES = Map.of(
            "used", "starts from its class-data archive",
            "making", "its class-data archive is being made; starts after that take half the time");

    @Override
    public String name() {
        return "java";
    }

    @Override
    public void look(Findings findings) {
        findings.ok("Java " + Runtime.version() + " at " + System.getProperty("java.home"));
        String launcher = System.getProperty(LAUNCHER_PROPERTY, "");
        if (launcher.isEmpty()) {
            findings.warning(
                    "the program was started without its launcher, so that terminals and the archive are unknown",
                    "start it with bin/mcp-gateway");
            return;
        }
        findings.ok("the launcher is " + launcher);
        String archive = System.getProperty(ARCHIVE_PROPERTY, "off");
        if (ARCHIVES.containsKey(archive)) {
            findings.ok(ARCHIVES.get(archive));
        } else {
            findings.warning(
                    "there is no class-data archive, so each start takes twice as long",
                    "unset MCP_GATEWAY_ARCHIVE, and let ~/.cache/mcp-gateway be written to");
        }
    }
}
