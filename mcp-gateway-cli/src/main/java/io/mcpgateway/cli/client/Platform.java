package io.mcpgateway.cli.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine as AI clients see it.
 *
 * @param os the kind of system
 * @param environment the environment variables
 * @param directory the working directory
 */
record Platform(Os os, Map<String, String> environment, Path directory) {
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z_]+)");

    /** The kinds of systems that clients know; the names are those of their table. */
    enum Os {
        LINUX,
        MACOS,
        WINDOWS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** This machine. */
    static Platform here(Map<String, String> environment) {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Os os = name.startsWith("windows") ? Os.WINDOWS : name.startsWith("mac") ? Os.MACOS : Os.LINUX;
        return new Platform(os, environment, Path.of("").toAbsolutePath());
    }

    /** The file that a pattern names; empty if a variable in it is not set, and so the place does not exist. */
    Optional<Path> resolve(String pattern) {
        String home = os == Os.WINDOWS ? "USERPROFILE" : "HOME";
        String text = pattern.startsWith("~/") ? "$" + home + pattern.substring(1) : pattern;
        StringBuilder path = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            String value = environment.getOrDefault(variable.group(1), "");
            if (value.isEmpty()) {
                return Optional.empty();
            }
            variable.appendReplacement(path, Matcher.quoteReplacement(value));
        }
        return Optional.of(Path.of(variable.appendTail(path).toString()));
    }

    /** The nearest directory above the working directory, or that itself, that has {@code .git}. */
    Optional<Path> projectRoot() {
        for (Path at = directory; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }
}
