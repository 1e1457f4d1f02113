package io.mcpgateway.packages;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The node or python3 of this machine that runs packages in sandboxes. Immutable.
 *
 * @param program its absolute path, links resolved as far as they lead to another installation
 * @param mounts what a sandbox must show beside {@code /usr} for it to run
 * @param identity which builds of packages fit it: version and kind of processor
 */
record Toolchain(Path program, List<Mount> mounts, String identity) {
    private static final long PATIENCE_SECONDS = 20;
    private static final int LONGEST = 4096;

    private static final String ASK_NODE = "console.log([process.execPath,"
            + "require('path').dirname(require('path').dirname(require('fs').realpathSync(process.execPath))),"
            + "process.version + '-' + process.platform + '-' + process.arch].join('\\n'))";
    private static final String ASK_PYTHON = "import os, sys, sysconfig;"
            + " print(os.path.realpath(sys.executable), sys.base_prefix,"
            + " '%d.%d-' % sys.version_info[:2] + sysconfig.get_platform(), sep='\\n')";

    /**
     * Finds it by the search path, and asks it.
     *
     * @throws GatewayException if it is not there or does not answer
     */
    static Toolchain find(PackageRegistry registry, String searchPath, Path home) {
        boolean npm = registry == PackageRegistry.NPM;
        String name = npm ? "node" : "python3";
        Path found =
                search(name, searchPath).orElseThrow(() -> missing(name, "it is not on the PATH (" + searchPath + ")"));
        List<String> answer = ask(
                        npm
                                ? List.of(found.toString(), "-e", ASK_NODE)
                                : List.of(found.toString(), "-I", "-c", ASK_PYTHON),
                        searchPath)
                .lines()
                .toList();
        if (answer.size() != 3
                || !answer.get(0).startsWith("/")
                || !answer.get(1).startsWith("/")) {
            throw missing(name, found + " does not tell where it is installed");
        }
        try {
            Path program = Path.of(answer.get(0)).toRealPath();
            Path prefix = Path.of(answer.get(1)).toRealPath();
            return new Toolchain(program, mounts(name, program, prefix, real(home), answer.get(2)), answer.get(2));
        } catch (IOException | UncheckedIOException e) {
            throw missing(name, "its installation cannot be looked at: " + e);
        }
    }

    private static Path real(Path home) throws IOException {
        return Files.exists(home) ? home.toRealPath() : home.toAbsolutePath();
    }

    /** Installations outside of {@code /usr}, such as those of version managers, are shown, but no more than themselves. */
    private static List<Mount> mounts(String name, Path program, Path prefix, Path home, String identity)
            throws IOException {
        if (prefix.startsWith("/usr")) {
            return List.of();
        }
        if (prefix.getNameCount() == 0 || home.startsWith(prefix)) {
            throw missing(name, "its installation " + prefix + " has your home in it; install it elsewhere");
        }
        if (isOfItsOwn(prefix, home)) {
            return List.of(bind(prefix));
        }
        List<Mount> parts = new ArrayList<>(List.of(bind(program)));
        Path libraries = prefix.resolve("lib");
        String modules = name.equals("node") ? "node_modules" : "python" + identity.replaceFirst("-.*", "");
        String shared = name.equals("node") ? "libnode.*" : "libpython*";
        if (Files.isDirectory(libraries.resolve(modules))) {
            parts.add(bind(libraries.resolve(modules)));
        }
        if (Files.isDirectory(libraries)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(libraries, shared)) {
                found.forEach(library -> parts.add(bind(library)));
            }
        }
        return List.copyOf(parts);
    }

    /** {@code ~/.local} and {@code /opt} have much else in them, such as keyrings. */
    private static boolean isOfItsOwn(Path prefix, Path home) {
        boolean hidden = home.equals(prefix.getParent())
                && prefix.getFileName().toString().startsWith(".");
        return !hidden && prefix.getNameCount() > 1;
    }

    private static Bind bind(Path place) {
        try {
            return new Bind(place.toRealPath(), place.toString(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> search(String name, String searchPath) {
        for (String directory : searchPath.split(":")) {
            try {
                Path candidate = Path.of(directory, name);
                if (candidate.isAbsolute() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            } catch (InvalidPathException e) {
                // A shell passes over it, too.
            }
        }
        return Optional.empty();
    }

    private static String ask(List<String> command, String searchPath) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        String home = System.getProperty("user.home");
        builder.environment().clear();
        builder.environment().put("PATH", searchPath);
        // Version managers keep beside it which version is wanted.
        builder.environment().put("HOME", home);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw missing(command.get(0), "it did not answer within " + PATIENCE_SECONDS + " s");
            }
            return new String(process.getInputStream().readNBytes(LONGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw missing(command.get(0), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing(command.get(0), "interrupted");
        }
    }

    private static GatewayException missing(String name, String why) {
        return new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE,
                "Packages cannot run in a sandbox without " + name + ": " + why
                        + "; install it, or start a container engine");
    }
}
