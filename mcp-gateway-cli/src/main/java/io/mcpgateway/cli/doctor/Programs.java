package io.mcpgateway.cli.doctor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds programs as a shell would; none is run. */
final class Programs {
    private static final List<String> ENDINGS = List.of("", ".exe", ".cmd");

    private final Map<String, String> environment;

    Programs(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Where a program is: a path, or a name on the search path. */
    Optional<Path> find(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.contains("/") || name.contains(File.separator)) {
            return executable(Path.of(name));
        }
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> in(directory, name).stream())
                .findFirst();
    }

    private static Optional<Path> in(String directory, String name) {
        try {
            return executable(Path.of(directory).resolve(name));
        } catch (InvalidPathException e) {
            return Optional.empty(); // a shell passes over it, too
        }
    }

    private static Optional<Path> executable(Path program) {
        return ENDINGS.stream()
                .map(ending -> program.resolveSibling(program.getFileName() + ending))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
