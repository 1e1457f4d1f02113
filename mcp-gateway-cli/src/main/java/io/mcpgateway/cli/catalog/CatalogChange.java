package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.State;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What commands share that change catalogs. */
abstract class CatalogChange implements Callable<Integer> {
    private final Session session;

    @Option(names = "--dry-run", description = "Show the difference, and change nothing")
    private boolean dryRun;

    @Option(
            names = "--allow-remote",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "HOST[:PORT],…",
            description = "Fetch from these places without HTTPS or at private addresses, too")
    private List<String> allowRemote = List.of();

    CatalogChange(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() {
        session.dryRun(dryRun);
        session.allowRemote(allowRemote);
        return run();
    }

    abstract int run();

    final Session session() {
        return session;
    }

    final CatalogSource source() {
        return new CatalogSource(session);
    }

    /** Plans and does a change; says so unless it is only shown. */
    final int change(String command, String done, Consumer<CatalogFiles> plan) {
        new State(session).<Void>change(command, change -> {
            plan.accept(new CatalogFiles(session, change));
            return null;
        });
        if (!dryRun && !done.isEmpty()) {
            session.console().out().println(done);
        }
        return 0;
    }

    /** Imports Docker's own catalog if it is not registered yet. */
    final void ensureDocker() {
        if (CatalogIndex.of(session.home()).find(CatalogNames.DOCKER).isEmpty()) {
            String url = source().dockerUrl();
            byte[] document = source().read(url);
            change("catalog init", "", files -> files.store(CatalogNames.DOCKER, url, document));
        }
    }
}
