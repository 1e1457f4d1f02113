package io.mcpgateway.cli.doctor;

import io.mcpgateway.cli.client.ConnectedClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Can the AI clients that are connected start the gateway? */
final class ClientsCheck implements Check {
    private final Situation situation;

    ClientsCheck(Situation situation) {
        this.situation = situation;
    }

    @Override
    public String name() {
        return "clients";
    }

    @Override
    public void look(Findings findings) {
        Programs programs = new Programs(situation.environment());
        for (ConnectedClient client : ConnectedClient.all(situation.environment())) {
            if (client.error().isPresent()) {
                findings.error(
                        "the settings of " + client.id() + " cannot be read: "
                                + client.error().get(),
                        "mend " + client.file() + " by hand; the client itself may not read it either");
                continue;
            }
            look(client, programs, findings);
        }
    }

    private void look(ConnectedClient client, Programs programs, Findings findings) {
        String command = client.words().get(0);
        String again = "'mcp-gateway client connect " + client.id() + (client.global() ? " --global" : "")
                + "' writes it anew";
        if (programs.find(command).isEmpty()) {
            findings.error(client.id() + " starts '" + command + "', which is not there", again);
        } else if (command.equals("docker") && client.words().contains("mcp") && !hasPlugin()) {
            findings.error(
                    client.id() + " starts 'docker mcp', and docker has no such plugin",
                    "'mcp-gateway install' makes it one; " + again);
        } else if (!client.profile().isEmpty() && !hasProfile(client.profile())) {
            findings.error(
                    client.id() + " asks for the profile '" + client.profile() + "', which does not exist", again);
        } else {
            findings.ok(client.id() + " is connected (" + client.file() + ")");
        }
    }

    private boolean hasPlugin() {
        return ConnectedClient.dockerHasPlugin(situation.environment());
    }

    private boolean hasProfile(String id) {
        Optional<Path> file = Optional.of(situation.home().resolve("profiles"))
                .map(profiles -> profiles.resolve(id + ".yaml").normalize())
                .filter(path -> path.startsWith(situation.home()));
        return file.isPresent() && Files.exists(file.get());
    }
}
