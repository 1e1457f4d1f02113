package io.mcpgateway.egress;

import java.util.LinkedHashMap;
import java.util.Map;

/** The environment that tells the clients of a workload where the proxy is. */
public final class ProxyVariables {
    private static final String OWN = "localhost,127.0.0.1,::1";

    private ProxyVariables() {}

    /** The variables for a proxy at a host, an address without brackets or a name, and a port. */
    public static Map<String, String> of(String host, int port) {
        String url = "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("http_proxy", url);
        variables.put("https_proxy", url);
        variables.put("HTTP_PROXY", url);
        variables.put("HTTPS_PROXY", url);
        variables.put("no_proxy", OWN);
        variables.put("NO_PROXY", OWN);
        variables.put("NODE_USE_ENV_PROXY", "1"); // Node looks at the others only if this is set
        return variables;
    }
}
