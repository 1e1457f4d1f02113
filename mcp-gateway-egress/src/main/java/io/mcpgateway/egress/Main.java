package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.HostNames;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * The program of the proxy container: {@code ADDRESS HOST…}, where the address is its own on the network of the workload.
 * Serves until standard input ends, which it does when the gateway has gone. Writes the lines of {@link RefusalLine} to
 * standard error, and nothing to standard output.
 */
public final class Main {
    private Main() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        InetAddress inside =
                arguments.length < 2 ? null : HostNames.literal(arguments[0]).orElse(null);
        if (inside == null) {
            System.err.println("usage: ADDRESS HOST:PORT[/PROTOCOL]…");
            System.exit(2);
            return;
        }
        List<String> hosts = Arrays.asList(arguments).subList(1, arguments.length);
        EgressProxy.onNetwork(EgressRules.of(hosts), inside, refusal -> System.err.println(RefusalLine.write(refusal)));
        System.err.println(RefusalLine.READY);
        while (System.in.read() >= 0) {
            // Nothing is expected; only its end matters.
        }
        System.exit(0); // ends all connections with it
    }
}
