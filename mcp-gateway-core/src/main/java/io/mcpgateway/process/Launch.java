package io.mcpgateway.process;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a description to a started process, or a refusal that says why. Stateless. */
final class Launch {
    static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private Launch() {}

    /** Refuses what needs a sandbox or a container, because nothing here can enforce it. */
    static void check(WorkloadSpec spec) {
        if (spec.kind() != WorkloadKind.PROCESS) {
            throw refused(spec, "it is a container image, not an argument vector");
        }
        List<String> wishes = new ArrayList<>();
        addIf(wishes, !spec.mounts().isEmpty(), "mounts");
        addIf(wishes, spec.user().isPresent(), "another user");
        addIf(wishes, !spec.extraHosts().isEmpty(), "extra hosts");
        addIf(wishes, !spec.capabilities().isEmpty(), "capabilities");
        addIf(wishes, !unrestricted(spec.network()), "a network that is closed, an allow-list or the engine's");
        if (!wishes.isEmpty()) {
            throw refused(spec, "a plain process cannot have " + String.join(", ", wishes) + "; run it in a container");
        }
        if (spec.arguments().isEmpty() || spec.arguments().get(0).isEmpty()) {
            throw refused(spec, "its command is empty");
        }
    }

    private static boolean unrestricted(WorkloadSpec.Network network) {
        return network instanceof WorkloadSpec.Network.Open open
                && open.networks().isEmpty();
    }

    private static void addIf(List<String> list, boolean condition, String text) {
        if (condition) {
            list.add(text);
        }
    }

    static Process start(WorkloadSpec spec, Map<String, String> marks, String hostPath) {
        Map<String, String> environment = environment(spec, hostPath);
        environment.putAll(marks);
        List<String> command = new ArrayList<>(spec.arguments());
        command.set(0, program(spec, environment.getOrDefault("PATH", "")));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory(spec));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new GatewayException(ErrorCode.SERVER_UNAVAILABLE, cannot(spec, String.valueOf(e.getMessage())), e);
        }
    }

    private static Map<String, String> environment(WorkloadSpec spec, String hostPath) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", hostPath);
        spec.environment().forEach((name, value) -> put(spec, environment, name, value));
        spec.secretEnvironment().forEach((name, value) -> put(spec, environment, name, value.reveal()));
        return environment;
    }

    /** Checked here because the JDK's own message for a bad value shows the value. */
    private static void put(WorkloadSpec spec, Map<String, String> environment, String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw refused(spec, "an environment variable's name is empty or holds '=' or NUL");
        }
        if (value.indexOf('\0') >= 0) {
            throw refused(spec, "the value of environment variable '" + name + "' holds NUL");
        }
        environment.put(name, value);
    }

    /** Found in the workload's own PATH; the JDK would look in ours. */
    private static String program(WorkloadSpec spec, String path) {
        String name = spec.arguments().get(0);
        if (name.indexOf('/') >= 0 || File.separatorChar != '/') {
            return name;
        }
        for (String directory : path.split(":")) {
            Optional<String> found = executable(directory, name);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                cannot(spec, "no program '" + name + "' in PATH (" + path + "); install it or name its full path"));
    }

    private static Optional<String> executable(String directory, String name) {
        try {
            // Relative entries would mean our own directory, not the workload's.
            Path file = Path.of(directory, name);
            boolean usable = file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file);
            return usable ? Optional.of(file.toString()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * The root directory by default: nobody else can plant files there that an interpreter would load, and nothing that
     * a server writes by a relative name outlives its call unnoticed.
     */
    private static File directory(WorkloadSpec spec) {
        Path directory = spec.workingDirectory().orElse(Path.of("/"));
        if (!Files.isDirectory(directory)) {
            throw new GatewayException(
                    ErrorCode.SERVER_UNAVAILABLE,
                    cannot(spec, "its working directory '" + directory + "' is not a directory"));
        }
        return directory.toFile();
    }

    private static GatewayException refused(WorkloadSpec spec, String reason) {
        return new GatewayException(ErrorCode.CONFIGURATION, cannot(spec, reason));
    }

    private static String cannot(WorkloadSpec spec, String reason) {
        return "Cannot start server '" + spec.server() + "' as a process: " + reason;
    }
}
