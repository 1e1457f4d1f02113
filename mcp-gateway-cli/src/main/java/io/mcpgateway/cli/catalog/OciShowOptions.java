package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.query.YqExpression;
import io.mcpgateway.model.ConfigException;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code catalog show} takes for OCI catalogs only. A mixin. */
final class OciShowOptions {
    @Option(
            names = "--pull",
            paramLabel = "WHEN",
            description =
                    "Of an OCI catalog: missing, never, always, initial, exists, each with @AGE such as always@6h, or an"
                            + " age such as 1d; several with + (never)")
    private String pull = "";

    @Option(names = "--no-tools", description = "Of an OCI catalog: leave out the servers' tools")
    private boolean noTools;

    @Option(
            names = "--yq",
            paramLabel = "EXPRESSION",
            description =
                    "Of an OCI catalog: show only what this expression comes to, such as .servers[].snapshot.server.name")
    private String yq = "";

    @Option(
            names = "--allow-remote",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "HOST[:PORT],…",
            description = "Pull from these places without HTTPS, too")
    private List<String> allowRemote = List.of();

    /** When it is pulled before it is shown. */
    PullRule pull() {
        return PullRule.parse(pull);
    }

    boolean noTools() {
        return noTools;
    }

    List<String> allowRemote() {
        return allowRemote;
    }

    /** What of the catalog is shown. */
    YqExpression expression() {
        return YqExpression.parse(yq.isBlank() ? "." : yq);
    }

    /** Checks what cannot be given together. */
    void check() {
        if (noTools && !yq.isEmpty()) {
            throw new ConfigException("cannot use --no-tools and --yq together");
        }
    }

    /** Refuses them all, where the catalog is a file. */
    void refuse() {
        if (noTools || !yq.isEmpty() || !pull.isEmpty()) {
            throw new ConfigException(
                    "--pull, --no-tools and --yq are for OCI catalogs, which have a '/', ':' or '@' in"
                            + " their names");
        }
    }
}
