package io.mcpgateway.launch;

import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.settings.GatewayOptions.ServerGrants;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an entry requests beyond the default, held against what the user grants. */
final class Requests {
    private static final Set<String> NEVER =
            Set.of("ALL", "BPF", "NET_ADMIN", "SYS_ADMIN", "SYS_BOOT", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO");
    private static final Pattern CAPABILITY = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*[:=][A-Za-z0-9\\[][A-Za-z0-9.:\\[\\]-]*");

    List<String> capabilities(ServerEntry entry, ServerGrants grants, Findings findings) {
        Set<String> granted =
                grants.capabilities().stream().map(Requests::canonical).collect(Collectors.toSet());
        List<String> capabilities = new ArrayList<>();
        for (String requested : entry.capAdd()) {
            String capability = canonical(requested);
            if (!CAPABILITY.matcher(capability).matches()) {
                findings.problem("'" + requested + "' is no kernel capability; correct the catalog");
            } else if (NEVER.contains(capability) || capability.startsWith("DAC_")) {
                findings.problem("it requests the kernel capability " + capability + ", which is never granted");
            } else if (!granted.contains(capability)) {
                findings.problem("it requests the kernel capability " + capability
                        + ", which you have not granted to it (capabilities of the grants of '" + entry.name() + "')");
            } else if (!capabilities.contains(capability)) {
                capabilities.add(capability);
            }
        }
        return capabilities;
    }

    List<String> extraHosts(ServerEntry entry, ServerGrants grants, Findings findings) {
        List<String> hosts = new ArrayList<>();
        for (String host : entry.extraHosts()) {
            String text = host.strip();
            if (text.isEmpty()) {
                continue;
            }
            if (!HOST.matcher(text).matches()) {
                findings.problem("extra host '" + text + "' is not host:ip; correct the catalog");
            } else if (!grants.extraHosts()) {
                findings.problem("it requests the host entry '" + text
                        + "', which you have not granted to it (extraHosts of the grants of '" + entry.name() + "')");
            } else {
                hosts.add(text);
            }
        }
        return hosts;
    }

    String user(ServerEntry entry, String evaluated, ServerGrants grants, Findings findings) {
        String user = evaluated.strip();
        if (user.isEmpty()) {
            return "";
        }
        if (!Users.isValid(user)) {
            findings.problem("user '" + user + "' is not a name or number with an optional group; correct its"
                    + " configuration or the catalog");
            return "";
        }
        if (Users.isRoot(user) && !grants.root()) {
            findings.problem("it requests to run as root, which you have not granted to it (root of the grants of '"
                    + entry.name() + "')");
            return "";
        }
        return user;
    }

    private static String canonical(String capability) {
        String name = capability.strip().toUpperCase(Locale.ROOT);
        return name.startsWith("CAP_") ? name.substring("CAP_".length()) : name;
    }
}
