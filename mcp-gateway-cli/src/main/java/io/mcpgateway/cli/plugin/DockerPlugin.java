package io.mcpgateway.cli.plugin;

import io.mcpgateway.cli.assembly.DockerSettings;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** The link in the docker client's plugin folder by which it finds the launcher. Stateless. */
final class DockerPlugin {
    private static final String LAUNCHER_PROPERTY = "io.mcpgateway.cli.launcher";

    private final Path link;
    private final Path aside;
    private final Path launcher;

    DockerPlugin(Session session) {
        Map<String, String> environment = session.console().environment();
        Path folder = DockerSettings.folder(environment).resolve("cli-plugins");
        this.link = folder.resolve("docker-mcp");
        this.aside = folder.resolve("docker-mcp.before-mcp-gateway");
        String own = System.getProperty(LAUNCHER_PROPERTY, "");
        if (own.isEmpty()) {
            throw new ConfigException(
                    "Only the launcher 'mcp-gateway' can be made a plugin, and this was started without it");
        }
        this.launcher = Path.of(own);
    }

    Path link() {
        return link;
    }

    boolean isOurs() {
        try {
            return Files.isSymbolicLink(link)
                    && Files.readSymbolicLink(link)
                            .getFileName()
                            .toString()
                            .equals(launcher.getFileName().toString());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    boolean exists() {
        return Files.exists(link, LinkOption.NOFOLLOW_LINKS);
    }

    Path launcher() {
        return launcher;
    }

    /** Refuses to take another program's place, unless that is wanted. */
    void check(boolean force) {
        if (exists() && !isOurs() && !force) {
            throw new ConfigException(
                    link + ": is another program's plugin; --force moves it aside, and 'uninstall' brings it back");
        }
    }

    /** Makes the link; another program's plugin is moved aside if that is wanted, and refused otherwise. */
    void install(boolean force) {
        check(force);
        try {
            Files.createDirectories(link.getParent());
            if (exists() && !isOurs()) {
                Files.move(link, aside);
            }
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, launcher);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Whether there is a link to remove. */
    boolean isThere() {
        if (!exists()) {
            return false;
        }
        if (!isOurs()) {
            throw new ConfigException(link + ": is another program's plugin, and left alone");
        }
        return true;
    }

    /** Removes the link, and brings back what was moved aside; false if there was no link. */
    boolean uninstall() {
        if (!isThere()) {
            return false;
        }
        try {
            Files.delete(link);
            if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(aside, link);
            }
            return true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private GatewayException failed(IOException e) {
        return new GatewayException(ErrorCode.CONFIGURATION, link + ": cannot be changed: " + SafeFiles.reason(e), e);
    }
}
