package io.mcpgateway.cli.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.edit.YamlEditor;
import io.mcpgateway.cli.profile.file.ListedServer;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.ProfileForms;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.cli.state.ConfirmedChangeOptions;
import io.mcpgateway.files.HomePaths;
import io.mcpgateway.model.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile export}. */
@Command
public final class ProfileExport implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "The profile")
    private String id = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it: .yaml, .yml or .json")
    private String file = "";

    @Option(names = "--without-config", description = "Leave out what is configured; secrets are never part of it")
    private boolean withoutConfig;

    @Mixin
    private final ConfirmedChangeOptions options;

    /** The command of a run. */
    public ProfileExport(Session session) {
        this.session = session;
        this.options = new ConfirmedChangeOptions(session);
    }

    @Override
    public Integer call() {
        String lower = file.toLowerCase(Locale.ROOT);
        boolean json = lower.endsWith(".json");
        if (!json && !lower.endsWith(".yaml") && !lower.endsWith(".yml")) {
            throw new ConfigException("unsupported file extension: " + file + ", must be .yaml or .json");
        }
        Path target = HomePaths.path(file).toAbsolutePath().normalize();
        Path directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new ConfigException(file + ": its folder does not exist");
        }
        Profile profile = Profiles.of(session.home()).require(id);
        String text = json ? json(profile) : yaml(profile);
        boolean done = options.change(
                "profile export " + id, "This replaces the file " + file, change -> change.write(target, text));
        if (done) {
            session.console().out().println("Exported profile " + id + " to " + file);
            Portable.warn(session, profile);
        }
        return 0;
    }

    private String json(Profile profile) {
        ObjectNode tree = profile.tree();
        return Json.indented(ProfileForms.json(withoutConfig ? ProfileForms.withoutConfiguration(tree) : tree)) + "\n";
    }

    /** The file as it is, comments included. */
    private String yaml(Profile profile) {
        YamlEditor editor = new YamlEditor(profile.file().toString());
        String text = editor.set(profile.text(), List.of("id"), TextNode.valueOf(id));
        if (withoutConfig) {
            for (ListedServer server : profile.servers()) {
                text = editor.remove(text, List.of("servers", String.valueOf(server.index()), "config"));
            }
        }
        return text;
    }
}
