package io.mcpgateway.packages;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.files.Digests;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRequest;
import io.mcpgateway.model.WorkloadKind;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Inspectable;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.EventSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a package what a runtime starts: decides where it runs, has it fetched once in each run of the gateway, and
 * describes the server. Thread-safe; calls block. Owns nothing: the runtimes are the gateway's.
 */
public final class Packages {
    private final PackageSettings settings;
    private final Function<WorkloadKind, ContainerRuntime> runtimes;
    private final Path home;
    private final String searchPath;
    private final Fetcher fetcher;
    private final EventSink events;
    private final Map<Build, CompletableFuture<FetchedPackage>> fetched = new ConcurrentHashMap<>();
    /** What was found to work; of two that look at the same time the later one's is kept, which is as good. */
    private volatile @Nullable Venue venue;

    /** One build of a package; the key names where it is. */
    private record Build(PackageRequest request, String key) {}

    /**
     * Packages.
     *
     * @param runtimes finds what runs a kind of workload, or throws
     * @param home the gateway's home
     * @param environment the environment of the host process
     */
    public Packages(
            PackageSettings settings,
            Function<WorkloadKind, ContainerRuntime> runtimes,
            Path home,
            Map<String, String> environment,
            EventSink events) {
        this.settings = requireNonNull(settings, "settings");
        this.runtimes = requireNonNull(runtimes, "runtimes");
        this.home = requireNonNull(home, "home");
        this.events = requireNonNull(events, "events");
        String path = environment.getOrDefault("PATH", "");
        this.searchPath = path.isEmpty() ? "/usr/local/bin:/usr/bin:/bin" : path;
        this.fetcher = new Fetcher(settings, environment, events);
    }

    /** The image that a package would run in. */
    public static String image(PackageSettings settings, PackageReference reference, Optional<String> own) {
        return ContainerVenue.image(settings, reference, own);
    }

    /**
     * What is known of an image that packages run in.
     *
     * @param build the build that they run in; empty if that is settled when the first one does
     * @param id the id of its content; empty if it is not here
     * @param other what the reference stands for here, if that is another build
     * @param file where it is kept which build that is
     */
    public record Image(Optional<String> build, Optional<String> id, Optional<String> other, Path file) {}

    /** Looks for an image, without fetching it or settling anything. */
    public static Image look(ContainerRuntime runtime, Path home, String reference) {
        return new PinnedImages(runtime, PullProgress.NONE, home, (level, message, facts) -> {}).look(reference);
    }

    /**
     * The volume that a gateway with these settings would keep a server's package in, if it ran in a container.
     *
     * @param own the image that the server's entry names
     * @return its name; empty if the image is not here, so that nothing can run from a volume that was filled with it
     */
    public static Optional<String> volume(
            ContainerRuntime runtime,
            Path home,
            PackageSettings settings,
            String server,
            PackageReference reference,
            Optional<String> own) {
        PackageRequest request =
                new PackageRequest(reference, settings.installScripts().contains(server), false);
        return look(runtime, home, image(settings, reference, own))
                .id()
                .map(id -> volumePrefix() + key(request, settings, ContainerVenue.builds(id)));
    }

    /** The beginning of the names of volumes with packages, which no entry may name. */
    public static String volumePrefix() {
        return ContainerVenue.VOLUME;
    }

    /**
     * What is to be started; the description itself if it is of no package.
     *
     * @throws GatewayException if it can run nowhere, or cannot be fetched
     */
    public WorkloadSpec ready(WorkloadSpec spec) {
        if (spec.kind() != WorkloadKind.PACKAGE) {
            return spec;
        }
        Venue where = venue(spec);
        String key = key(Venue.request(spec), settings, where.builds(spec));
        return where.serve(spec, key, fetched(spec, where, key));
    }

    /**
     * A server did not come up: whether its package is still there is looked at again before it starts the next time, for
     * somebody may have removed it.
     */
    public void forget(WorkloadSpec spec) {
        spec.packageRequest()
                .ifPresent(request ->
                        fetched.keySet().removeIf(build -> build.request().equals(request)));
    }

    /** One fetch for all who wait for it; one that failed is tried again by the next who needs it. */
    private FetchedPackage fetched(WorkloadSpec spec, Venue where, String key) {
        Build build = new Build(Venue.request(spec), key);
        CompletableFuture<FetchedPackage> own = new CompletableFuture<>();
        CompletableFuture<FetchedPackage> known = fetched.putIfAbsent(build, own);
        if (known != null) {
            return joined(known);
        }
        try {
            own.complete(fetcher.fetch(Venue.request(spec), where.runtime(), where.fetch(spec, key)));
        } catch (RuntimeException | Error e) {
            fetched.remove(build, own);
            own.completeExceptionally(e);
            throw e;
        }
        return joined(own);
    }

    private static FetchedPackage joined(CompletableFuture<FetchedPackage> fetch) {
        try {
            return fetch.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof GatewayException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Names a build: whatever makes two of them differ is in it, and so is whom it comes from. */
    static String key(PackageRequest request, PackageSettings settings, String builds) {
        PackageReference reference = request.reference();
        MessageDigest digest = Digests.sha256();
        for (String part : List.of(
                reference.registry().text(),
                settings.registry(reference.registry()).toString(),
                reference.name(),
                reference.version(),
                reference.executable(),
                reference.integrity(),
                Boolean.toString(request.installScripts()),
                builds)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    }

    /** Where it runs. What was found to work is kept; what was not is tried again, for an engine may have come up. */
    private Venue venue(WorkloadSpec spec) {
        Venue known = venue;
        if (known != null) {
            return known;
        }
        List<String> obstacles = new ArrayList<>();
        Venue found = null;
        if (settings.venue() != PackageSettings.Venue.SANDBOX) {
            found = container(obstacles);
        }
        if (found == null && settings.venue() != PackageSettings.Venue.CONTAINER) {
            found = sandbox(obstacles);
        }
        if (found == null) {
            return unconfined(spec, String.join("; ", obstacles));
        }
        venue = found;
        return found;
    }

    private @Nullable Venue container(List<String> obstacles) {
        try {
            ContainerRuntime runtime = runtimes.apply(WorkloadKind.IMAGE);
            // Whether there is such an image does not matter, but whether an engine answers.
            runtime.find("mcp-gateway.invalid/package:none");
            return new ContainerVenue(runtime, settings, new PinnedImages(runtime, PullProgress.NONE, home, events));
        } catch (GatewayException e) {
            obstacles.add("containers: " + e.getMessage());
            return null;
        }
    }

    private @Nullable Venue sandbox(List<String> obstacles) {
        try {
            ContainerRuntime runtime = runtimes.apply(WorkloadKind.SANDBOX);
            if (runtime instanceof Inspectable inspectable) {
                inspectable.facts();
            }
            return new LocalVenue(runtime, true, home, searchPath);
        } catch (GatewayException e) {
            obstacles.add("sandboxes: " + e.getMessage());
            return null;
        }
    }

    private Venue unconfined(WorkloadSpec spec, String why) {
        if (!Venue.request(spec).unconfined()) {
            throw new GatewayException(
                    ErrorCode.RUNTIME_UNAVAILABLE,
                    "Server '" + spec.server() + "' is a package, which needs a container or a sandbox to run in: "
                            + why
                            + ". Start a container engine, or install bubblewrap, or, if the entry is in a file of your own,"
                            + " let it run with all that you may do: --allow-process " + spec.server());
        }
        events.event(
                EventSink.Level.WARN,
                "A package runs as a plain process, because neither containers nor sandboxes are to be had",
                Map.of("server", spec.server(), "cause", why));
        return new LocalVenue(runtimes.apply(WorkloadKind.PROCESS), false, home, searchPath);
    }
}
