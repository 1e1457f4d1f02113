package io.mcpgateway.cli.secret;

import io.mcpgateway.cli.console.Confirmation;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.SecretStore;
import io.mcpgateway.spi.SecretStore.DeniedException;
import io.mcpgateway.spi.SecretStore.UnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secret rm}. */
@Command
public final class SecretRm implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "NAME", hideParamSyntax = true, description = "Secrets")
    private List<String> names = List.of();

    @Option(names = "--all", description = "All secrets; tokens of OAuth are none of them")
    private boolean all;

    @Mixin
    private final ChangeOptions options;

    @Mixin
    private final Confirmation confirmation;

    /** The command of a run. */
    public SecretRm(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
        this.confirmation = new Confirmation(session);
    }

    /** The secrets that there are, with their stores. */
    public static Map<String, String> names(Session session) {
        return SecretLs.found(session);
    }

    @Override
    public Integer call() {
        if (names.isEmpty() != all) {
            throw new ConfigException("either provide a secret name or use --all to remove all secrets");
        }
        if (all) {
            confirmation.ask("This removes all secrets, and 'undo' does not bring them back");
        }
        List<SecretName> wanted = names.stream().map(SecretName::new).toList();
        Set<String> missing = new LinkedHashSet<>(names);
        List<String> broken = new ArrayList<>();
        for (SecretStore.Writable store : Stores.all(session).values()) {
            try (store) {
                List<? extends StoredName> here = all ? store.list() : wanted;
                for (StoredName name : here) {
                    if (remove(store, name)) {
                        missing.remove(name.value());
                    }
                }
            } catch (UnavailableException | DeniedException e) {
                broken.add(store.describe() + ": " + e.getMessage()); // the others are asked all the same
            }
        }
        report(missing, broken);
        return 0;
    }

    private void report(Set<String> missing, List<String> broken) {
        String failed = "failed removing " + (all ? "all secrets" : "secret " + String.join(", ", missing));
        if (!broken.isEmpty() && (all || !missing.isEmpty())) {
            throw new GatewayException(ErrorCode.SECRET, failed + ": " + String.join("; ", broken));
        }
        if (!missing.isEmpty()) {
            throw new GatewayException(ErrorCode.NOT_FOUND, failed + ": there is none");
        }
        broken.forEach(store -> session.console().err().println("! " + store));
    }

    /** Removes one, or says that it would; false if the store has none of this name. */
    private boolean remove(SecretStore.Writable store, StoredName name) {
        boolean found = options.dryRun() ? store.list().contains(name) : store.remove(name);
        if (found) {
            session.console()
                    .out()
                    .println((options.dryRun() ? "would remove secret " : "removed secret ") + name.value());
        }
        return found;
    }
}
