package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.Profile;
import java.util.List;

/** Whether a profile can be read elsewhere. Stateless. */
final class Portable {
    private static final List<String> EVERYWHERE = List.of("image", "registry", "remote");

    private Portable() {}

    /** Tells of servers that only this program knows. */
    static void warn(Session session, Profile profile) {
        List<String> own = profile.servers().stream()
                .filter(server -> !EVERYWHERE.contains(server.type()))
                .map(ListedServer::name)
                .toList();
        if (!own.isEmpty()) {
            session.console()
                    .err()
                    .println("Only this gateway knows servers of these types, other programs refuse the profile: "
                            + String.join(", ", own));
        }
        List<String> processes = profile.servers().stream()
                .filter(server -> server.type().equals("process"))
                .map(ListedServer::name)
                .toList();
        if (!processes.isEmpty()) {
            session.console()
                    .err()
                    .println("These are processes, and a profile that is imported or pulled may have none: "
                            + String.join(", ", processes));
        }
    }
}
