package io.mcpgateway.cli.secret;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.SecretName;
import io.mcpgateway.model.StoredName;
import io.mcpgateway.spi.SecretStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    /** The command of a run. */
    public SecretRm(Session session) {
        this.session = session;
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
        List<SecretName> wanted = names.stream().map(SecretName::new).toList();
        List<String> missing = new ArrayList<>(names);
        for (SecretStore.Writable store : Stores.all(session).values()) {
            try (store) {
                List<? extends StoredName> here = all ? store.list() : wanted;
                for (StoredName name : here) {
                    if (store.remove(name)) {
                        missing.remove(name.value());
                        session.console().out().println("removed secret " + name.value());
                    }
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new GatewayException(
                    ErrorCode.NOT_FOUND, "failed removing secret " + String.join(", ", missing) + ": there is none");
        }
        return 0;
    }
}
