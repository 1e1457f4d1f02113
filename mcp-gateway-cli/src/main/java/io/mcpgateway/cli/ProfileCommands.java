package io.mcpgateway.cli;

import io.mcpgateway.cli.client.ProfileClients;
import io.mcpgateway.cli.completion.Names;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.ProfileConfig;
import io.mcpgateway.cli.profile.ProfileCreate;
import io.mcpgateway.cli.profile.ProfileExport;
import io.mcpgateway.cli.profile.ProfileImport;
import io.mcpgateway.cli.profile.ProfileList;
import io.mcpgateway.cli.profile.ProfileManualInstructions;
import io.mcpgateway.cli.profile.ProfilePull;
import io.mcpgateway.cli.profile.ProfilePush;
import io.mcpgateway.cli.profile.ProfileRemove;
import io.mcpgateway.cli.profile.ProfileServerAdd;
import io.mcpgateway.cli.profile.ProfileServerLs;
import io.mcpgateway.cli.profile.ProfileServerRemove;
import io.mcpgateway.cli.profile.ProfileShow;
import io.mcpgateway.cli.profile.ProfileTools;
import io.mcpgateway.cli.profile.TemplateList;
import io.mcpgateway.cli.profile.TemplateUse;
import java.util.List;
import java.util.Map;

/** The words after {@code profile} and {@code template}. */
final class ProfileCommands {
    private ProfileCommands() {}

    static Node describe(Session session) {
        return Node.group(
                "profile",
                "Manage profiles: servers with their configuration and tools, as one",
                Node.command("create", "Make a profile", () -> new ProfileCreate(session))
                        .completesOption("--connect", (names, before) -> ProfileClients.names())
                        .completesOption("--from-template", (names, before) -> TemplateList.names())
                        .examples(
                                "mcp-gateway profile create --name 'Dev Tools' --server catalog://starter/time+memory",
                                "mcp-gateway profile create --name Coding --from-template ai-coding --connect cursor"),
                Node.command("list", "List the profiles", () -> new ProfileList(session))
                        .alias("ls")
                        .examples("mcp-gateway profile list", "mcp-gateway profile list --format json"),
                Node.command("show", "Show a profile", () -> new ProfileShow(session))
                        .completes(Names::profiles)
                        .examples(
                                "mcp-gateway profile show dev_tools",
                                "mcp-gateway profile show dev_tools --clients --format json",
                                "mcp-gateway profile show dev_tools --yq '.servers[].snapshot.server.name'"),
                Node.command("remove", "Remove a profile", () -> new ProfileRemove(session))
                        .alias("rm")
                        .completes(Names::profiles)
                        .examples("mcp-gateway profile remove dev_tools", "mcp-gateway profile remove dev_tools --yes"),
                Node.command("export", "Write a profile to a file", () -> new ProfileExport(session))
                        .completes(Names::profiles)
                        .examples(
                                "mcp-gateway profile export dev_tools ./dev_tools.yaml",
                                "mcp-gateway profile export dev_tools ./dev_tools.json --without-config"),
                Node.command("import", "Take in a profile from a file", () -> new ProfileImport(session))
                        .examples(
                                "mcp-gateway profile import ./dev_tools.yaml",
                                "mcp-gateway profile import ./dev_tools.yaml --id theirs"),
                Node.command("push", "Push a profile to a registry", () -> new ProfilePush(session))
                        .completes((names, before) -> before.isEmpty() ? names.profiles() : Map.of())
                        .examples(
                                "mcp-gateway profile push dev_tools myorg/dev-tools:v1",
                                "mcp-gateway profile push dev_tools localhost:5000/dev-tools:v1 --without-config"),
                Node.command("pull", "Pull a profile from a registry", () -> new ProfilePull(session))
                        .examples(
                                "mcp-gateway profile pull myorg/dev-tools:v1",
                                "mcp-gateway profile pull myorg/dev-tools:v2 --update"),
                Node.command("config", "Show and change how servers are configured", () -> new ProfileConfig(session))
                        .completes(Names::profiles)
                        .completesOption("--set", (names, before) -> settings(session, before, "="))
                        .completesOption("--get", (names, before) -> settings(session, before, ""))
                        .completesOption("--del", (names, before) -> settings(session, before, ""))
                        .examples(
                                "mcp-gateway profile config dev_tools --set notes.dir=/tmp/notes --set notes.limit=5",
                                "mcp-gateway profile config dev_tools --get-all --format json"),
                Node.command("tools", "Choose the tools that clients see", () -> new ProfileTools(session))
                        .completes(Names::profiles)
                        .completesOption("--enable", (names, before) -> tools(session, before))
                        .completesOption("--disable", (names, before) -> tools(session, before))
                        .completesOption("--enable-all", Names::profileServers)
                        .completesOption("--disable-all", Names::profileServers)
                        .examples(
                                "mcp-gateway profile tools dev_tools --disable github.delete_file",
                                "mcp-gateway profile tools dev_tools --enable-all github"),
                servers(session),
                Node.command(
                                "manual-instructions",
                                "Show the command for clients that are set up by hand",
                                () -> new ProfileManualInstructions(session))
                        .hidden()
                        .completes(Names::profiles)
                        .examples("mcp-gateway profile manual-instructions dev_tools"));
    }

    private static Node servers(Session session) {
        return Node.group(
                "server",
                "Manage the servers of profiles",
                Node.command("ls", "List the servers of profiles", () -> new ProfileServerLs(session))
                        .alias("list")
                        .completes(Names::profiles)
                        .examples(
                                "mcp-gateway profile server ls",
                                "mcp-gateway profile server ls --filter profile=dev_tools --format json"),
                Node.command("add", "Add servers to a profile, or read them anew", () -> new ProfileServerAdd(session))
                        .completes((names, before) -> before.isEmpty() ? names.profiles() : Map.of())
                        .examples(
                                "mcp-gateway profile server add dev_tools catalog://docker-mcp/github+fetch",
                                "mcp-gateway profile server add dev_tools --server docker://myorg/notes:1.2",
                                "mcp-gateway profile server add dev_tools file://./notes.yaml"),
                Node.command("remove", "Remove servers from a profile", () -> new ProfileServerRemove(session))
                        .alias("rm")
                        .completes(
                                (names, before) -> before.isEmpty() ? names.profiles() : names.profileServers(before))
                        .completesOption("--name", Names::profileServers)
                        .examples("mcp-gateway profile server remove dev_tools github"));
    }

    static Node templates(Session session) {
        return Node.group(
                "template",
                "Make profiles of templates",
                Node.command("list", "List the templates", () -> new TemplateList(session))
                        .alias("ls")
                        .examples("mcp-gateway template list"),
                Node.command("use", "Make a profile of a template", () -> new TemplateUse(session))
                        .completes((names, before) -> TemplateList.names())
                        .completesOption("--connect", (names, before) -> ProfileClients.names())
                        .examples(
                                "mcp-gateway template use starter",
                                "mcp-gateway template use ai-coding --name Coding --connect cursor"));
    }

    private static Map<String, String> settings(Session session, List<String> before, String end) {
        Map<String, String> settings = new java.util.TreeMap<>();
        if (!before.isEmpty()) {
            ProfileConfig.settings(session, before.get(0)).forEach((name, text) -> settings.put(name + end, text));
        }
        return settings;
    }

    private static Map<String, String> tools(Session session, List<String> before) {
        return before.isEmpty() ? Map.of() : ProfileTools.tools(session, before.get(0));
    }
}
