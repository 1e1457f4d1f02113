package io.mcpgateway.starter;

import io.mcpgateway.jvm.ToolException;
import io.mcpgateway.jvm.ToolServer;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.spi.JavaServerProvider;
import io.mcpgateway.spi.ProviderContext;
import java.time.ZoneId;

/** Makes the server {@code time}. Its setting {@code timezone} names the zone that is meant when a call names none. */
public final class TimeProvider implements JavaServerProvider {
    static final String NAME = "time";

    /** For {@link java.util.ServiceLoader}. */
    public TimeProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JavaServer create(ProviderContext context) {
        ZoneId zone = context.setting("timezone").map(TimeProvider::zone).orElse(ZoneId.systemDefault());
        return ToolServer.builder(NAME, "1.0", context.executor())
                .title("Time")
                .instructions("Times are in the zone " + zone.getId() + " where a call names no other.")
                .tools(new TimeTools(context.clock(), zone).all())
                .build();
    }

    private static ZoneId zone(String text) {
        try {
            return Zones.parse(text);
        } catch (ToolException e) {
            throw new ConfigException("Setting 'timezone' of server 'time': " + e.getMessage(), e);
        }
    }
}
