package io.mcpgateway.cli.scaffold;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.state.ChangeOptions;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code server init}. */
@Command
public final class ServerInit implements Callable<Integer> {
    /** What is a name for an image, a Maven artifact and a Go module all at once. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private static final int LONGEST_NAME = 63;

    private final Session session;

    @Parameters(arity = "1", paramLabel = "DIR", description = "Where: new or empty; its last word names the server")
    private String directory = "";

    @Option(names = "--language", paramLabel = "go|java", description = "What it is written in (go)")
    private String language = Language.GO.text();

    @Option(
            names = "--template",
            paramLabel = "basic|chatgpt-app-basic",
            description = "What it begins as: one tool, or a tool with a widget for ChatGPT (basic)")
    private String template = ServerTemplate.BASIC.text();

    @Mixin
    private final ChangeOptions options;

    /** The command of a run. */
    public ServerInit(Session session) {
        this.session = session;
        this.options = new ChangeOptions(session);
    }

    @Override
    public Integer call() {
        Language chosen = Language.named(language);
        ServerTemplate beginning = ServerTemplate.named(template);
        Path target = Path.of(directory).toAbsolutePath().normalize();
        String name = name(target);
        requireEmpty(target);
        Map<String, String> files = beginning.files(chosen, name);
        boolean done = options.change(
                "server init " + name,
                change -> files.forEach((file, content) -> change.write(target.resolve(file), content)));
        if (done) {
            PrintStream err = session.console().err();
            session.console().out().println("Created server '" + name + "' in " + target);
            err.println("Next, in that directory:");
            err.println("  docker build -t " + name + " .");
            err.println("  mcp-gateway gateway run --catalog ./catalog.yaml --servers " + name);
        }
        return 0;
    }

    private static String name(Path target) {
        String name = target.getFileName() == null ? "" : target.getFileName().toString();
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw new ConfigException(
                    target + ": the last word names the server, and may be small letters, digits and single"
                            + " hyphens, up to " + LONGEST_NAME);
        }
        return name;
    }

    private static void requireEmpty(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new ConfigException(target + ": is no directory");
        }
        // Empty directories are what 'undo' leaves.
        try (Stream<Path> files = Files.walk(target)) {
            if (files.anyMatch(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))) {
                throw new ConfigException("directory " + target + " is not empty");
            }
        } catch (IOException e) {
            throw new ConfigException(target + ": cannot be read: " + SafeFiles.reason(e), e);
        }
    }
}
