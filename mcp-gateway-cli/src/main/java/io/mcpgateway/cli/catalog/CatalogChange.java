package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.FetchOptions;
import io.mcpgateway.cli.state.ChangeOptions;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** What commands share that change catalogs. */
abstract class CatalogChange implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final ChangeOptions options;

    @Mixin
    private final FetchOptions fetch;

    CatalogChange(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
        this.fetch = new FetchOptions(session);
    }

    @Override
    public final Integer call() {
        fetch.apply();
        return run();
    }

    abstract int run();

    final Session session() {
        return session;
    }

    final CatalogSource source() {
        return new CatalogSource(session);
    }

    final ChangeOptions options() {
        return options;
    }

    /** Plans and does a change of the catalogs; returns whether it was done. */
    final boolean change(String command, Consumer<CatalogFiles> plan) {
        return options.change(command, change -> plan.accept(new CatalogFiles(session, change)));
    }

    /** Like {@link #change(String, Consumer)}, and asks first. */
    final boolean change(String command, Confirmation confirmation, String loss, Consumer<CatalogFiles> plan) {
        return options.change(command, confirmation, loss, change -> plan.accept(new CatalogFiles(session, change)));
    }

    /** Like {@link #change(String, Consumer)}, and says that it was done. */
    final int change(String command, String done, Consumer<CatalogFiles> plan) {
        if (change(command, plan)) {
            session.console().out().println(done);
        }
        return 0;
    }

    /** Fetches Docker's own catalog if it is not registered yet; what is returned takes it in within a change. */
    final Consumer<CatalogFiles> fetchDocker() {
        if (CatalogIndex.of(session.home()).find(CatalogNames.DOCKER).isPresent()) {
            return files -> {};
        }
        String url = source().dockerUrl();
        byte[] document = source().read(url);
        return files -> files.store(CatalogNames.DOCKER, url, document);
    }
}
