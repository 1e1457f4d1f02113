package io.mcpgateway.cli.console;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of the program: its console, and the options that every command takes. Confined to the main thread. */
public final class Session {
    private final Console console;
    private @Nullable Path home;
    private @Nullable Boolean verbose;
    private boolean dryRun;
    private Set<String> allowRemote = Set.of();

    /** A run on a console. */
    public Session(Console console) {
        this.console = requireNonNull(console, "console");
    }

    /** Where it reads and writes. */
    public Console console() {
        return console;
    }

    /** Sets {@code --home}. */
    public void home(Path value) {
        this.home = requireNonNull(value, "home");
    }

    /** Sets {@code --verbose}. */
    public void verbose(boolean value) {
        this.verbose = value;
    }

    /** Whether servers' standard error and stack traces are shown. */
    public boolean verbose() {
        return verbose != null && verbose;
    }

    /** Makes a run verbose whose {@code --verbose} was not given. */
    public void verboseUnlessSaid() {
        if (verbose == null) {
            verbose = true;
        }
    }

    /** Sets {@code --dry-run} of a command that writes. */
    public void dryRun(boolean value) {
        this.dryRun = value;
    }

    /** Whether changes are shown and not made. */
    public boolean dryRun() {
        return dryRun;
    }

    /** Sets {@code --allow-remote} of a command that fetches. */
    public void allowRemote(Collection<String> value) {
        this.allowRemote = Set.copyOf(value);
    }

    /** Places that may be fetched from without HTTPS or at private addresses. */
    public Set<String> allowRemote() {
        return allowRemote;
    }

    /** The home directory: {@code --home}, else {@code MCP_GATEWAY_HOME}, else {@code ~/.docker/mcp}. */
    public Path home() {
        Path flag = home;
        if (flag != null) {
            return flag.toAbsolutePath().normalize();
        }
        String variable = console.environment().getOrDefault("MCP_GATEWAY_HOME", "");
        if (!variable.isEmpty()) {
            return Path.of(variable).toAbsolutePath().normalize();
        }
        return defaultHome();
    }

    /** The home where nothing names another one: {@code ~/.docker/mcp}. */
    public static Path defaultHome() {
        return Path.of(System.getProperty("user.home"), ".docker", "mcp");
    }
}
