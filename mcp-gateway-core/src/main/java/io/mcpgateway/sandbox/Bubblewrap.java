package io.mcpgateway.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program {@code bwrap} of this machine.
 *
 * @param path where it is
 * @param major the first part of its version
 * @param minor the second part of its version
 */
record Bubblewrap(Path path, int major, int minor) {
    private static final Pattern VERSION = Pattern.compile("bubblewrap (\\d{1,6})\\.(\\d{1,6})");
    private static final int MOST_OUTPUT = 16 << 10;
    private static final long PATIENCE_SECONDS = 10;

    /**
     * What a short program said and how it ended.
     *
     * @param status its exit status; -1 if it could not be started, or did not end
     * @param text both outputs
     */
    record Said(int status, String text) {}

    /** Looks for it; empty if it is not there or is no {@code bwrap}. */
    static Optional<Bubblewrap> find(String searchPath) {
        for (String directory : (searchPath + ":/usr/local/bin:/usr/bin:/bin").split(":")) {
            try {
                Path candidate = Path.of(directory, "bwrap");
                if (candidate.isAbsolute() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return of(candidate);
                }
            } catch (InvalidPathException e) {
                // A shell passes over it, too.
            }
        }
        return Optional.empty();
    }

    private static Optional<Bubblewrap> of(Path path) {
        Matcher version =
                VERSION.matcher(ask(List.of(path.toString(), "--version")).text());
        return version.find()
                ? Optional.of(
                        new Bubblewrap(path, Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))))
                : Optional.empty();
    }

    /** Whether it can say how large a temporary file system may become. */
    boolean limitsSizes() {
        return major > 0 || minor >= 7;
    }

    /** Whether it is new enough at all: older ones know no permissions for directories. */
    boolean isUsable() {
        return major > 0 || minor >= 5;
    }

    String version() {
        return major + "." + minor;
    }

    /** Runs a short program with an empty environment. */
    static Said ask(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Said(-1, "it did not end within " + PATIENCE_SECONDS + " s");
            }
            byte[] said = process.getInputStream().readNBytes(MOST_OUTPUT);
            return new Said(process.exitValue(), new String(said, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return new Said(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Said(-1, "interrupted");
        }
    }
}
