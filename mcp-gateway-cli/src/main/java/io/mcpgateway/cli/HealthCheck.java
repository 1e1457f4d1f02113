package io.mcpgateway.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/**
 * A main class of its own for health checks inside the gateway's container, where there is no other program: ends with 0 if
 * the gateway on the port that is named, 8811 if none is, says that it is healthy, else with 1.
 */
public final class HealthCheck {
    private static final int PATIENCE_MILLIS = 3000;

    private HealthCheck() {}

    /** Checks. */
    public static void main(String[] arguments) {
        System.exit(isHealthy(arguments.length == 0 ? "8811" : arguments[0]) ? 0 : 1);
    }

    static boolean isHealthy(String port) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return connection.getResponseCode() == 200;
        } catch (IOException | IllegalArgumentException e) {
            return false; // which is what was asked
        }
    }
}
