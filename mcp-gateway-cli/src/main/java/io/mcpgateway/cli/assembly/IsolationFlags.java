package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.settings.GatewayOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say how long workloads live, and what is kept ready. Set by picocli; not thread-safe. */
final class IsolationFlags {
    @Option(
            names = "--isolation",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "[NAME=]MODE,…",
            description =
                    "How long workloads live: call (fresh for each call), session (one for each client session) or shared"
                            + " (one for all); for servers in containers whose entries do not say (call), or for the named"
                            + " server whatever its entry says")
    private List<String> isolation = List.of();

    @Option(
            names = "--long-lived",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "The same as --isolation session (false)")
    private boolean longLived;

    @Option(
            names = "--standby",
            paramLabel = "N",
            description =
                    "Workloads that each server under --isolation call has ready for its next calls after its first one;"
                            + " 0 for none (1)")
    private int standby = 1;

    @Option(
            names = "--standby-total",
            paramLabel = "N",
            description = "The same for all servers together (8, or what --standby says)")
    private @Nullable Integer standbyTotal;

    @Option(
            names = "--standby-idle",
            paramLabel = "DURATION",
            description = "How long after a server's last call they end (5m)")
    private String standbyIdle = "5m";

    @Option(
            names = "--standby-memory",
            paramLabel = "SIZE",
            description =
                    "Memory that all of them may use, counted by --memory (a quarter of this computer's, and one server's"
                            + " at least)")
    private String standbyMemory = "";

    /**
     * Adds what the flags say.
     *
     * @param oneCommand whether no call will follow the first one
     * @throws ConfigException if a value is wrong, or flags contradict each other
     */
    void apply(GatewayOptions.Builder options, boolean oneCommand) {
        Map<String, Isolation> named = new TreeMap<>();
        Optional<Isolation> forAll = Optional.empty();
        for (String item : GatewayFlags.filled(isolation)) {
            int equals = item.lastIndexOf('=');
            Isolation mode = mode(item, item.substring(equals + 1).strip());
            if (equals > 0) {
                named.put(item.substring(0, equals).strip(), mode);
            } else {
                forAll = Optional.of(mode);
            }
        }
        if (longLived && forAll.isPresent() && forAll.get() != Isolation.SESSION) {
            throw new ConfigException(
                    "cannot use --long-lived with --isolation " + forAll.get().text());
        }
        forAll.or(() -> longLived ? Optional.of(Isolation.SESSION) : Optional.empty())
                .ifPresent(options::isolation);
        options.isolations(named);
        int inAll = standbyTotal == null ? Math.max(8, standby) : standbyTotal;
        if (standby < 0 || inAll < 0) {
            throw new ConfigException("Invalid value '" + Math.min(standby, inAll) + "' for "
                    + (standby < 0 ? "--standby" : "--standby-total") + ": write a number from 0 on");
        }
        OptionalLong memory = memory();
        options.limits(set -> set.standbyPerServer(oneCommand ? 0 : standby)
                .standbys(inAll)
                .standbyIdle(Durations.parse("--standby-idle", standbyIdle))
                .standbyMemory(memory));
    }

    private OptionalLong memory() {
        return standbyMemory.strip().equals("0") ? OptionalLong.of(0) : Sizes.bytes("--standby-memory", standbyMemory);
    }

    private static Isolation mode(String item, String text) {
        return Isolation.parse(text)
                .orElseThrow(
                        () -> new ConfigException(
                                "Invalid value '" + item
                                        + "' for --isolation: write call, session or shared, alone or behind the name of a server and '='"));
    }
}
