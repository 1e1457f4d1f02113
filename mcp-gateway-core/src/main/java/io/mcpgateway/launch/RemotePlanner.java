package io.mcpgateway.launch;

import io.mcpgateway.catalog.RemoteTransports;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.Remote;
import io.mcpgateway.remote.RemoteAccess;
import io.mcpgateway.remote.RemoteTarget;
import io.mcpgateway.settings.GatewayOptions;
import io.mcpgateway.template.Templates;
import io.mcpgateway.template.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Plans how to reach remote servers. Whether an address is allowed is judged where the link is opened. */
final class RemotePlanner {
    private static final String INSECURE = "DOCKER_MCP_ALLOW_INSECURE_REMOTE_URLS";
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private final GatewayOptions options;
    private final boolean insecure;

    RemotePlanner(GatewayOptions options, Map<String, String> hostEnvironment) {
        this.options = options;
        String value = hostEnvironment.getOrDefault(INSECURE, "").toLowerCase(Locale.ROOT);
        // Whoever has set the option has warned already.
        this.insecure = !options.insecureRemote() && (value.equals("1") || value.equals("true"));
    }

    Optional<RemoteTarget> plan(ServerEntry entry, Value scope, Variables variables, Findings findings) {
        Optional<Remote> remote = entry.remote();
        if (remote.isEmpty()) {
            findings.problem("it has no 'remote.url'; correct the catalog");
            return Optional.empty();
        }
        Optional<String> transport = RemoteTransports.normalise(remote.get().transport());
        if (transport.isEmpty()) {
            findings.problem(
                    "unsupported remote transport '" + remote.get().transport() + "'; known: streamable-http, sse");
        }
        // An address is shown in messages and logs, so that no secret may be in it.
        Variables.Expanded url =
                variables.expand(Templates.textForExpansion(remote.get().url(), scope));
        if (!url.secrets().isEmpty()) {
            findings.problem("its URL would hold the secret of $" + String.join(", $", url.secrets())
                    + "; URLs are logged on their way: send it in a header");
        }
        Map<String, Secret> headers = headers(remote.get(), scope, variables, findings);
        if (!entry.oauthProviders().isEmpty()) {
            findings.note("it asks for authorisation with OAuth, which this version does not do yet");
        }
        if (insecure) {
            findings.note(INSECURE + " is set: plain HTTP and private addresses are allowed for every server;"
                    + " prefer --allow-remote HOST");
        }
        return transport.map(name -> new RemoteTarget(
                entry.name(),
                url.text(),
                name,
                headers,
                new RemoteAccess(options.allowRemote(), options.insecureRemote() || insecure),
                options.limits().messageBytes()));
    }

    private static Map<String, Secret> headers(Remote remote, Value scope, Variables variables, Findings findings) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        remote.headers().forEach((name, value) -> {
            String text =
                    variables.expand(Templates.textForExpansion(value, scope)).text();
            if (text.isEmpty() && !value.isEmpty()) {
                return; // what may be missing is missing: a server would take an empty header for a wrong one
            }
            if (!HEADER.matcher(name).matches()) {
                findings.problem("'" + name + "' is no name of a header; correct the catalog");
            } else if (text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                findings.problem("header '" + name + "' would hold a control character; check the secret in it");
            } else {
                headers.put(name, Secret.of(text));
            }
        });
        return headers;
    }
}
