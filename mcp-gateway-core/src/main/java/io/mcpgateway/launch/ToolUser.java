package io.mcpgateway.launch;

import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import io.mcpgateway.template.Templates;
import io.mcpgateway.template.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whom the containers of a tool run as, under the rules for servers. Immutable. */
final class ToolUser {
    private final ServerEntry entry;
    private final String expression;
    private final ServerGrants grants;
    private final Requests requests = new Requests();

    ToolUser(ServerEntry entry, String expression, ServerGrants grants) {
        this.entry = entry;
        this.expression = expression;
        this.grants = grants;
    }

    /** What is wrong with it whatever the arguments are; empty if nothing is. */
    String fault() {
        if (Templates.isTemplate(expression)) {
            return "";
        }
        Findings findings = new Findings(entry.name());
        requests.user(entry, expression, grants, findings);
        return messages(findings);
    }

    Optional<String> of(Value scope, List<Mount> mounts) throws RefusedCallException {
        Findings findings = new Findings(entry.name());
        String user = requests.user(entry, Templates.text(expression, scope), grants, findings);
        if (findings.isBlocked()) {
            throw new RefusedCallException(messages(findings));
        }
        return user.isEmpty() ? Users.ownerOfFirstBind(mounts) : Optional.of(user);
    }

    private static String messages(Findings findings) {
        return findings.blocked().problems().stream().map(Problem::message).collect(Collectors.joining("; "));
    }
}
