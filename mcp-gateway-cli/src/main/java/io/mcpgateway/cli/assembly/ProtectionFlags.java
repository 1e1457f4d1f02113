package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Flags that ask for more protection. Those that this release cannot keep are known so that they can be refused: one that
 * were passed over would promise what nobody keeps. Set by picocli; not thread-safe.
 */
final class ProtectionFlags {
    private static final String NOT_YET = "Not in this release: asking for it is refused";

    @Option(
            names = "--interceptor",
            paramLabel = "WHEN:TYPE:ARGUMENT",
            description = "Run an interceptor of your own on calls. " + NOT_YET)
    private List<String> interceptors = List.of();

    @Option(
            names = "--block-secrets",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Scan calls and results for secrets. " + NOT_YET + ", and nothing is scanned (false)")
    private boolean blockSecrets;

    @Option(
            names = "--block-network",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description =
                    "Hold servers in containers to the hosts that allowHosts of their entries names, and leave those"
                            + " without allowHosts no network; remote servers are not concerned (false)")
    private boolean blockNetwork;

    @Option(
            names = "--debug-dns",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Show which names servers look up. " + NOT_YET + " (false)")
    private boolean debugDns;

    /** Whether servers are held to their hosts, and have no network without any. */
    boolean blockNetwork() {
        return blockNetwork;
    }

    /**
     * Refuses what cannot be done.
     *
     * @throws ConfigException one line for each flag
     */
    void check() {
        List<String> refused = new java.util.ArrayList<>();
        for (String spec : interceptors) {
            refused.add(interceptor(spec));
        }
        refuse(blockSecrets, "--block-secrets: this release does not scan for secrets; run without it", refused);
        refuse(debugDns, "--debug-dns: this release cannot show what servers look up", refused);
        if (!refused.isEmpty()) {
            throw new ConfigException(String.join(System.lineSeparator(), refused));
        }
    }

    private static String interceptor(String spec) {
        String[] parts = spec.split(":", 3);
        boolean when = parts[0].equalsIgnoreCase("before") || parts[0].equalsIgnoreCase("after");
        boolean type = parts.length == 3
                && List.of("exec", "docker", "http").contains(parts[1].toLowerCase(java.util.Locale.ROOT));
        return when && type
                ? "--interceptor: this release runs no interceptors of yours, and calls would go on without them"
                : "invalid interceptor spec '" + spec
                        + "', expected format is 'before|after:exec|docker|http:argument'";
    }

    private static void refuse(boolean asked, String why, List<String> refused) {
        if (asked) {
            refused.add(why);
        }
    }
}
