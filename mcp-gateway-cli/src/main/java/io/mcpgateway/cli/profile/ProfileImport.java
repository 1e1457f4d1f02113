package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.FetchOptions;
import io.mcpgateway.cli.profile.file.ProfileEdit;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.Change;
import io.mcpgateway.cli.state.ConfirmedChangeOptions;
import io.mcpgateway.files.HomePaths;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile import}. */
@Command
public final class ProfileImport implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "FILE", description = "What 'profile export' wrote: YAML or JSON")
    private String file = "";

    @Option(names = "--id", paramLabel = "ID", description = "What commands call it (the id in the file)")
    private String id = "";

    @Mixin
    private final FetchOptions fetching;

    @Mixin
    private final ConfirmedChangeOptions options;

    /** The command of a run. */
    public ProfileImport(Session session) {
        this.session = session;
        this.fetching = new FetchOptions(session);
        this.options = new ConfirmedChangeOptions(session);
    }

    @Override
    public Integer call() {
        fetching.apply();
        byte[] document = SafeFiles.read(HomePaths.path(file).toAbsolutePath(), Change.MAX_BYTES)
                .orElseThrow(() -> new GatewayException(ErrorCode.NOT_FOUND, file + ": there is no such file"));
        boolean json = file.toLowerCase(Locale.ROOT).endsWith(".json");
        ProfileSource source =
                new MissingSnapshots(session).complete(file, ProfileSource.read(file, document, json, id));
        boolean replaces = Profiles.of(session.home()).exists(source.id());
        String loss = "This replaces the profile " + source.id();
        boolean done = options.change(
                "profile import " + source.id(),
                loss,
                change -> ProfileEdit.store(session.home(), change, source.id(), source.text()));
        if (done) {
            session.console().out().println("Imported profile " + source.id());
            if (replaces) {
                session.console().err().println("It replaces one of that id; 'undo' brings the old one back");
            }
        }
        return 0;
    }
}
