package io.mcpgateway.launch;

import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.model.WorkloadSpec.Volume;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which volume strings {@code source:target[:mode]} may be mounted. Named and anonymous volumes may; host paths only after
 * all links are resolved, outside of places that hold credentials or the system itself, under roots that are allowed, and
 * read-only unless the very path is listed as writable. Of a mode nothing counts but whether it is read-only: labels and
 * propagation cannot be asked for. Immutable but for the file system that it looks at.
 */
final class BindRules {
    static final String ALLOWED = "MCP_GATEWAY_DOCKER_BIND_ALLOWED_PATHS";
    static final String WRITABLE = "MCP_GATEWAY_DOCKER_BIND_ALLOW_WRITABLE_PATHS";

    /** Volumes with fetched packages: who could write to one would be every server that runs from it. */
    static final String PACKAGES = "mcp-gateway-package-";

    private static final List<String> TEMPORARY = List.of("/tmp", "/private/tmp", "/var/tmp");
    private static final List<String> SYSTEM = List.of(
            "/dev",
            "/etc",
            "/library",
            "/proc",
            "/private/etc",
            "/private/var/run",
            "/root",
            "/run",
            "/sys",
            "/system",
            "/var/lib/containerd",
            "/var/lib/docker",
            "/var/root",
            "/var/run",
            "c:/windows");
    private static final Set<String> CREDENTIAL_DIRECTORIES =
            Set.of(".aws", ".azure", ".config", ".docker", ".gnupg", ".kube", ".password-store", ".ssh");
    private static final Set<String> CREDENTIAL_FILES = Set.of(
            ".git-credentials", ".netrc", ".npmrc", ".pgpass", ".pypirc", "id_dsa", "id_ecdsa", "id_ed25519", "id_rsa");
    private static final Pattern NAMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    private final HostPaths paths;
    private final boolean inContainer;
    private final Set<String> roots = new TreeSet<>();
    private final Set<String> writable = new TreeSet<>();

    BindRules(Map<String, String> environment, Collection<Path> roots, Collection<Path> writable) {
        this(
                environment,
                roots,
                writable,
                new HostPaths(
                        Path.of(System.getProperty("user.home")), Path.of("").toAbsolutePath()));
    }

    BindRules(Map<String, String> environment, Collection<Path> roots, Collection<Path> writable, HostPaths paths) {
        this.paths = paths;
        this.inContainer = "1".equals(environment.get("DOCKER_MCP_IN_CONTAINER"));
        Stream.of(
                        TEMPORARY.stream(),
                        Stream.of(System.getProperty("java.io.tmpdir")),
                        roots.stream().map(Path::toString),
                        elements(environment.get(ALLOWED)))
                .flatMap(list -> list)
                .forEach(path -> addCanonical(path, this.roots));
        Stream.concat(writable.stream().map(Path::toString), elements(environment.get(WRITABLE)))
                .forEach(path -> addCanonical(path, this.writable));
    }

    private static Stream<String> elements(@Nullable String list) {
        return list == null ? Stream.of() : Arrays.stream(list.split(Pattern.quote(File.pathSeparator)));
    }

    private void addCanonical(String path, Set<String> to) {
        String text = path.strip();
        if (text.isEmpty() || text.equals(".") || text.equals("/")) {
            return;
        }
        try {
            String canonical = paths.canonical(text);
            if (!canonical.equals("/")) {
                to.add(canonical);
            }
        } catch (RefusedMountException e) {
            // A root that cannot be resolved allows nothing.
        }
    }

    /**
     * Where a host path must be seen, as the end of a message. A gateway in a container sees its own files, but the engine
     * mounts those of the host: only what is mounted into the gateway's container under its own path can be judged, links
     * and all.
     */
    String whereItMustExist() {
        return inContainer
                ? "; this gateway runs in a container, where it must be mounted under the same path to be checked"
                : "";
    }

    /** Checks one evaluated volume string. */
    Mount check(String volume) throws RefusedMountException {
        String text = volume.strip();
        List<String> parts = parts(text);
        if (text.isEmpty() || text.startsWith("-")) {
            throw new RefusedMountException("volume '" + volume + "' is empty or starts with '-'");
        }
        if (parts.size() > 3) {
            throw new RefusedMountException("volume '" + volume + "' has more parts than source:target:mode");
        }
        if (parts.size() == 1) {
            return new Volume("", target(text), false);
        }
        String source = parts.get(0).strip();
        String mode = parts.size() == 3 ? parts.get(2).strip() : "";
        if (source.isEmpty() || parts.get(1).isBlank()) {
            throw new RefusedMountException("volume '" + volume + "' has an empty source or target");
        }
        String target = target(parts.get(1).strip());
        if (source.startsWith(PACKAGES)) {
            throw new RefusedMountException(
                    "volume '" + volume + "' holds a package, which only the gateway may mount");
        }
        if (NAMED.matcher(source).matches()) {
            return new Volume(source, target, isReadOnly(mode));
        }
        return bind(volume, paths.canonical(source), target, mode);
    }

    private Bind bind(String volume, String source, String target, String mode) throws RefusedMountException {
        String lower = source.toLowerCase(Locale.ROOT);
        for (String system : SYSTEM) {
            if (HostPaths.isUnder(lower, system)) {
                throw new RefusedMountException(
                        "unsafe docker volume '" + volume + "' is blocked (sensitive system path)");
            }
            if (HostPaths.isUnder(system, lower)) {
                throw new RefusedMountException("unsafe docker volume '" + volume
                        + "' is blocked (sensitive system path inside: " + system + ")");
            }
        }
        for (String segment : lower.split("/")) {
            if (CREDENTIAL_DIRECTORIES.contains(segment)) {
                throw new RefusedMountException("unsafe docker volume '" + volume + "' is blocked (credential path)");
            }
            if (CREDENTIAL_FILES.contains(segment)) {
                throw new RefusedMountException("unsafe docker volume '" + volume + "' is blocked (credential file)");
            }
        }
        Path path = Path.of(source);
        if (Files.exists(path) && !Files.isDirectory(path) && !Files.isRegularFile(path)) {
            // Read-only does not help: a socket can be connected to, and a device be read.
            throw new RefusedMountException(
                    "unsafe docker volume '" + volume + "' is blocked (a socket, pipe or device, and no file)");
        }
        boolean mayWrite = writable.contains(source);
        boolean readOnly = mode.isEmpty() ? !mayWrite : isReadOnly(mode);
        if (!readOnly && !mayWrite) {
            throw new RefusedMountException(
                    "volume '" + volume + "': host path bind mounts must be read-only unless the exact host path"
                            + " is allowed: set " + WRITABLE + "=" + source);
        }
        if (!mayWrite && roots.stream().noneMatch(root -> HostPaths.isUnder(source, root))) {
            throw new RefusedMountException("volume '" + volume + "' is outside allowed roots: set " + ALLOWED + "="
                    + source + " to allow reading, or " + WRITABLE + "=" + source + " to allow writing");
        }
        return new Bind(path, target, readOnly);
    }

    private static boolean isReadOnly(String mode) {
        List<String> options = Arrays.asList(mode.split(",", -1));
        return (options.contains("ro") || options.contains("readonly")) && !options.contains("rw");
    }

    /** The parts between colons, but for that of a drive letter. */
    static List<String> parts(String volume) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < volume.length(); i++) {
            boolean drive = i == start + 1
                    && Character.isLetter(volume.charAt(start))
                    && i + 1 < volume.length()
                    && (volume.charAt(i + 1) == '\\' || volume.charAt(i + 1) == '/');
            if (volume.charAt(i) == ':' && !drive) {
                parts.add(volume.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(volume.substring(start));
        return parts;
    }

    /** The target, if a mount there cannot reach into the kernel's own file systems. */
    static String target(String text) throws RefusedMountException {
        if (!text.startsWith("/")) {
            throw new RefusedMountException("mount target '" + text + "' must be an absolute path");
        }
        String target = HostPaths.lexical(text);
        for (String forbidden : List.of("/proc", "/sys", "/dev")) {
            if (HostPaths.isUnder(target, forbidden)) {
                throw new RefusedMountException("mount target '" + text + "' is blocked (under " + forbidden + ")");
            }
        }
        if (target.equals("/")) {
            throw new RefusedMountException("mount target '" + text + "' is blocked (the root of the container)");
        }
        return target;
    }
}
