package io.mcpgateway.transport;

import io.mcpgateway.spi.Transport;
import io.mcpgateway.testkit.TransportContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The contract over two pipes of the operating system. */
class StdioTransportTest implements TransportContract {
    private final Map<Transport, Ends> ends = new ConcurrentHashMap<>();

    private record Ends(Pipe toGateway, Pipe toClient) {}

    @Override
    public Transport newTransport() throws IOException {
        Ends pipes = new Ends(Pipe.open(), Pipe.open());
        Transport transport = new StdioTransport(
                Channels.newInputStream(pipes.toGateway.source()),
                Channels.newOutputStream(pipes.toClient.sink()),
                4 << 20);
        ends.put(transport, pipes);
        return transport;
    }

    @Override
    public RawClient connect(Transport transport) {
        Ends pipes = ends.get(transport);
        OutputStream out = Channels.newOutputStream(pipes.toGateway.sink());
        BufferedReader in = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(pipes.toClient.source()), StandardCharsets.UTF_8));
        return new RawClient() {
            @Override
            public void send(String message) throws IOException {
                out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public String receive() throws IOException {
                return in.readLine();
            }

            @Override
            public void close() throws IOException {
                out.close();
                in.close();
            }
        };
    }
}
