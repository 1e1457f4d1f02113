package io.mcpgateway.packages;

import io.mcpgateway.files.SafeFiles;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.Secret;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.spi.ContainerRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Packages on this machine, by its own node and python3, from directories under the gateway's home: in sandboxes, or as plain
 * processes where the user wants no more than that.
 */
final class LocalVenue implements Venue {
    private static final int NOBODY = 65534;

    private final ContainerRuntime runtime;
    private final boolean confined;
    private final Path directory;
    private final Path userHome = Path.of(System.getProperty("user.home"));
    private final String searchPath;
    private final Map<PackageRegistry, Toolchain> toolchains = new EnumMap<>(PackageRegistry.class); // guarded by this

    /**
     * A venue.
     *
     * @param confined whether the runtime makes sandboxes
     * @param home the gateway's home
     */
    LocalVenue(ContainerRuntime runtime, boolean confined, Path home, String searchPath) {
        this.runtime = runtime;
        this.confined = confined;
        this.directory = home.toAbsolutePath().resolve("cache").resolve("packages");
        this.searchPath = searchPath;
    }

    @Override
    public ContainerRuntime runtime() {
        return runtime;
    }

    private synchronized Toolchain toolchain(PackageRegistry registry) {
        return toolchains.computeIfAbsent(registry, wanted -> Toolchain.find(wanted, searchPath, userHome));
    }

    private Toolchain toolchain(WorkloadSpec packaged) {
        return toolchain(Venue.request(packaged).reference().registry());
    }

    @Override
    public String builds(WorkloadSpec packaged) {
        return "local " + toolchain(packaged).identity();
    }

    /** Where a build is; it is made if it is not there, and belongs to whom fetches run as. */
    private Path build(WorkloadSpec packaged, String key) {
        PackageReference reference = Venue.request(packaged).reference();
        // The name is for people who look; the key makes it unique.
        String name = reference.text().replaceAll("[^A-Za-z0-9._=-]", "_").toLowerCase(Locale.ROOT);
        Path build = directory.resolve(reference.registry().text()).resolve(name + "-" + key.substring(0, 16));
        try {
            if (!Files.isDirectory(build)) {
                SafeFiles.createPrivateDirectories(build);
                if (confined && Integer.valueOf(0).equals(Files.getAttribute(build, "unix:uid"))) {
                    Files.setAttribute(build, "unix:uid", NOBODY);
                    Files.setAttribute(build, "unix:gid", NOBODY);
                }
                // Inside, another user may have to read it; outside, the directories around it keep others away.
                Files.setPosixFilePermissions(
                        build, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            // Sandboxes show no place that a link leads to.
            return build.toRealPath();
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE, "Cannot keep packages in " + build + ": " + SafeFiles.reason(e), e);
        }
    }

    private String root(Path build) {
        return confined ? ROOT : build.toString();
    }

    private WorkloadSpec.Builder spec(WorkloadSpec packaged, List<String> arguments) {
        List<String> argv = Venue.concat(List.of(toolchain(packaged).program().toString()), arguments);
        return confined ? WorkloadSpec.sandbox(packaged.server(), argv) : WorkloadSpec.process(packaged.server(), argv);
    }

    private List<Mount> mounts(WorkloadSpec packaged, Path build, boolean readOnly) {
        if (!confined) {
            return List.of();
        }
        List<Mount> mounts = new ArrayList<>(toolchain(packaged).mounts());
        mounts.add(new Bind(build, ROOT, readOnly));
        return mounts;
    }

    @Override
    public WorkloadSpec fetch(WorkloadSpec packaged, String key) {
        PackageRegistry registry = Venue.request(packaged).reference().registry();
        Path build = build(packaged, key);
        return spec(packaged, Fetcher.arguments(registry, root(build)))
                .mounts(mounts(packaged, build, false))
                .limits(packaged.limits())
                .labels(packaged.labels())
                .build();
    }

    @Override
    public WorkloadSpec serve(WorkloadSpec packaged, String key, FetchedPackage fetched) {
        refuseSecretArguments(packaged);
        Path build = build(packaged, key);
        String content = root(build) + "/content";
        return spec(packaged, Venue.concat(List.of(content + "/" + fetched.script()), packaged.arguments()))
                .like(packaged)
                .environment(Venue.variables(packaged, content))
                .mounts(Venue.concat(packaged.mounts(), mounts(packaged, build, true)))
                .build();
    }

    private static void refuseSecretArguments(WorkloadSpec packaged) {
        for (Map.Entry<String, Secret> secret : packaged.secretEnvironment().entrySet()) {
            String value = secret.getValue().reveal();
            if (!value.isEmpty() && packaged.arguments().stream().anyMatch(word -> word.contains(value))) {
                throw new GatewayException(
                        ErrorCode.DENIED,
                        "Cannot start server '" + packaged.server()
                                + "' without a container: its command would hold the"
                                + " secret of $" + secret.getKey() + ", which every user of this machine could read;"
                                + " let the program read the variable instead");
            }
        }
    }
}
