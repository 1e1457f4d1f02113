package io.mcpgateway.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The gateway that the clients of {@link ChaosIT} share over HTTP: {@link ChaosGateway} in a process of its own.
 *
 * @param directory of this run
 * @param servers behind it
 * @param gateway the process
 */
record ChaosHost(Path directory, ChaosServers servers, HttpGateway gateway) implements AutoCloseable {
    static ChaosHost start(Path directory, ChaosServers servers) throws IOException {
        Path home = servers.inFrontOf(directory).home();
        int port = Gateway.freePort();
        List<TestServer> all = servers.all();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ChaosGateway.class.getName(),
                        home.toString(),
                        home.resolve("test-catalog.yaml").toString(),
                        Integer.toString(port),
                        names(all, ""),
                        names(all, "process"),
                        all.stream()
                                .filter(server -> server.type().equals("remote"))
                                .map(server -> URI.create(server.url()).getAuthority())
                                .collect(Collectors.joining(",")))
                .redirectErrorStream(true);
        Path log = Files.createTempFile(home, "gateway", ".log");
        Process process = builder.redirectOutput(log.toFile()).start();
        HttpGateway gateway = new HttpGateway(process, URI.create("http://127.0.0.1:" + port + "/mcp"), log);
        gateway.awaitListening();
        return new ChaosHost(directory, servers, gateway);
    }

    private static String names(List<TestServer> all, String type) {
        return all.stream()
                .filter(server -> type.isEmpty() || server.type().equals(type))
                .map(TestServer::name)
                .collect(Collectors.joining(","));
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    ChaosFigures figures() throws IOException, InterruptedException {
        return ChaosFigures.of(gateway.process().pid());
    }

    @Override
    public void close() throws IOException {
        gateway.process().getOutputStream().close();
        try {
            if (!gateway.process().waitFor(20, TimeUnit.SECONDS)) {
                gateway.process().destroyForcibly();
                throw new AssertionError("the gateway did not end: " + gateway.output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            gateway.process().destroyForcibly();
        }
    }
}
