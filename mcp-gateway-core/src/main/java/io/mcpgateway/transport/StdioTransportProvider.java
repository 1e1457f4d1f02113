package io.mcpgateway.transport;

import io.mcpgateway.settings.Limits;
import io.mcpgateway.spi.ProviderContext;
import io.mcpgateway.spi.Transport;
import io.mcpgateway.spi.TransportProvider;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** Provides {@code stdio}: the standard streams of this process, whatever {@link System#out} has been replaced with. */
public final class StdioTransportProvider implements TransportProvider {
    @Override
    public String name() {
        return "stdio";
    }

    @Override
    public Transport create(ProviderContext context) {
        return new StdioTransport(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                Limits.DEFAULT.messageBytes());
    }
}
