package io.mcpgateway.cli.doctor;

import io.mcpgateway.Sandboxes;
import io.mcpgateway.Sandboxes.Report;
import io.mcpgateway.model.ServerEntry;
import java.util.List;

/** Can sandboxes be made, and what is enforced in them? */
final class SandboxCheck implements Check {
    private final Situation situation;

    SandboxCheck(Situation situation) {
        this.situation = situation;
    }

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public void look(Findings findings) {
        Report report = Sandboxes.examine(situation.environment());
        if (!report.works()) {
            List<String> packages =
                    situation.packages().stream().map(ServerEntry::name).toList();
            String use = packages.isEmpty()
                    ? "no enabled server needs one"
                    : "without a container engine, these need one: " + String.join(", ", packages);
            findings.warning("no sandbox can be made: " + report.problem(), "mend that; " + use);
            return;
        }
        findings.ok(report.program() + " makes sandboxes"
                + (report.limits().isEmpty() ? "" : "; limits by " + report.limits()));
        for (String gap : report.gaps()) {
            findings.warning("in sandboxes, " + gap, remedy(gap));
        }
    }

    private static String remedy(String gap) {
        if (gap.contains("unlimited")) {
            return "start the gateway where it may make control groups, as in 'systemd-run --user --scope mcp-gateway …',"
                    + " or use containers";
        }
        return gap.contains("network")
                ? "'disableNetwork: true' in their entries, or allowHosts with 'egress: enforce' in settings.yaml; or use"
                        + " containers"
                : "use containers";
    }
}
