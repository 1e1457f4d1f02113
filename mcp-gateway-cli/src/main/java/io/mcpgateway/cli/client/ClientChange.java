package io.mcpgateway.cli.client;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code client connect} and {@code client disconnect} share. */
abstract sealed class ClientChange implements Callable<Integer> permits ClientConnect, ClientDisconnect {
    private final Session session;

    @Parameters(
            arity = "1",
            paramLabel = "CLIENT",
            description = "An AI client, such as cursor; 'client ls -g' shows them")
    private String client = "";

    @Option(
            names = {"-g", "--global"},
            description = "Change the settings for all of your projects, not those of this one")
    private boolean global;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing if it goes well")
    private boolean quiet;

    @Mixin
    private final ChangeOptions options;

    ClientChange(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public final Integer call() {
        Platform platform = Platform.here(session.console().environment());
        AiClient named = AiClient.all().get(client);
        if (named != null && named.format().equals("docker-ai")) {
            gordon();
            return 0;
        }
        ClientPlace place = ClientPlace.of(client, global, platform);
        boolean changed = change(place, platform);
        if (options.dryRun() || quiet) {
            return 0;
        }
        if (!changed) {
            session.console().err().println(unchanged(place));
            return 0;
        }
        new ClientListing(session.console(), platform).print(global);
        session.console()
                .out()
                .println("You might have to restart '" + place.client().name() + "'.");
        return 0;
    }

    private void gordon() {
        boolean connects = this instanceof ClientConnect;
        if (options.dryRun()) {
            session.console().out().println("Would run: " + String.join(" ", Gordon.words(connects)));
            return;
        }
        Gordon.set(connects);
    }

    final Session session() {
        return session;
    }

    /** Changes the settings; returns whether anything changed. */
    abstract boolean change(ClientPlace place, Platform platform);

    /** What to say when nothing changed. */
    abstract String unchanged(ClientPlace place);

    /** The words that start the gateway from a client. */
    static List<String> words(Session session, String profile) {
        java.util.ArrayList<String> words = new java.util.ArrayList<>(Launching.gateway(session));
        if (!profile.isEmpty()) {
            words.add("--profile");
            words.add(profile);
        }
        return words;
    }
}
