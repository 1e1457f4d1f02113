package io.mcpgateway.cli.doctor;

import io.mcpgateway.cli.server.ServerReadiness;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.spi.SecretStore;
import java.util.Optional;

/** Do the enabled servers have the secrets and the configuration that they ask for? */
final class ServersCheck implements Check {
    private final Situation situation;

    ServersCheck(Situation situation) {
        this.situation = situation;
    }

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public void look(Findings findings) {
        try (SecretStore secrets = situation.assembly().secrets()) {
            ServerReadiness readiness = new ServerReadiness(secrets, situation.registry());
            for (ServerEntry server : situation.enabledServers()) {
                look(server, readiness, findings);
            }
        }
        for (String name : situation.enabled()) {
            if (!situation.servers().containsKey(name)) {
                findings.error(
                        "server '" + name + "' is enabled, but in no catalog",
                        "'mcp-gateway catalog import' the catalog that has it, or 'mcp-gateway server disable " + name
                                + "'");
            }
        }
        findings.ok(situation.enabled().size() + " servers are enabled, "
                + situation.servers().size() + " are known");
    }

    private static void look(ServerEntry server, ServerReadiness readiness, Findings findings) {
        for (ServerEntry.SecretEntry secret : server.secrets()) {
            if (readiness.stored(secret.name())) {
                continue;
            }
            Optional<String> misnamed = ServerReadiness.misnamed(secret.name());
            if (misnamed.isPresent()) {
                findings.error(
                        "server '" + server.name() + "': " + misnamed.get(),
                        "mcp-gateway server disable " + server.name());
                continue;
            }
            String what =
                    "server '" + server.name() + "' asks for the secret " + secret.name() + ", which is not stored";
            String remedy = "mcp-gateway secret set " + secret.name();
            if (secret.required()) {
                findings.error(what, remedy);
            } else {
                findings.warning(what + "; it can do without", remedy);
            }
        }
        switch (readiness.configuration(server)) {
            case REQUIRED, PARTIAL ->
                findings.warning(
                        "server '" + server.name() + "' asks for configuration that config.yaml does not have",
                        "'mcp-gateway server inspect " + server.name()
                                + "' shows it, 'mcp-gateway config write' sets it");
            case NONE, DONE -> {
                // As it should be.
            }
        }
    }
}
