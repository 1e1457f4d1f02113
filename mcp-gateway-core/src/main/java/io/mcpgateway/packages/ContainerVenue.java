package io.mcpgateway.packages;

import io.mcpgateway.model.ImageFacts;
import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.model.WorkloadSpec.Mount;
import io.mcpgateway.model.WorkloadSpec.Volume;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.ContainerRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Packages in containers of a runtime image, from a volume that another container has filled. A volume, because the engine
 * may be on another machine, or this gateway in a container of its own.
 */
final class ContainerVenue implements Venue {
    /** How the volumes with packages are called; no entry may name one. */
    static final String VOLUME = "mcp-gateway-package-";

    /** Whom packages run as: the user that owns nothing. The fetch owns what it fetches. */
    private static final String NOBODY = "65534:65534";

    private static final String FETCHER = "0:0";

    private final ContainerRuntime runtime;
    private final PackageSettings settings;
    private final PinnedImages pinned;
    /** The images that were looked up, by reference: one run of the gateway runs one build, as long as it is there. */
    private final Map<String, ImageFacts> images = new ConcurrentHashMap<>();

    ContainerVenue(ContainerRuntime runtime, PackageSettings settings, PinnedImages pinned) {
        this.runtime = runtime;
        this.settings = settings;
        this.pinned = pinned;
    }

    /** The image that packages of an entry run in. */
    static String image(PackageSettings settings, PackageReference reference, Optional<String> own) {
        String set = settings.images().get(reference.registry());
        if (set != null) {
            return set;
        }
        return own.orElse(
                reference.registry() == PackageRegistry.NPM ? "node:24-bookworm-slim" : "python:3.13-slim-bookworm");
    }

    @Override
    public ContainerRuntime runtime() {
        return runtime;
    }

    private ImageFacts image(WorkloadSpec packaged) {
        String reference = image(settings, Venue.request(packaged).reference(), packaged.image());
        return images.computeIfAbsent(reference, pinned::prepare);
    }

    @Override
    public String builds(WorkloadSpec packaged) {
        images.values().removeIf(facts -> runtime.find(facts.id()).isEmpty()); // somebody may have removed it
        return builds(image(packaged).id());
    }

    static String builds(String imageId) {
        return "container " + imageId;
    }

    @Override
    public WorkloadSpec fetch(WorkloadSpec packaged, String key) {
        PackageRegistry registry = Venue.request(packaged).reference().registry();
        Map<String, String> labels = new LinkedHashMap<>(packaged.labels());
        labels.put("docker-mcp-tool-type", "fetch");
        return WorkloadSpec.image(packaged.server(), image(packaged).id())
                .entryPoint(Venue.program(registry))
                .arguments(Fetcher.arguments(registry, ROOT))
                .user(FETCHER)
                .mounts(List.of(new Volume(VOLUME + key, ROOT, false)))
                .limits(packaged.limits())
                .labels(labels)
                .build();
    }

    @Override
    public WorkloadSpec serve(WorkloadSpec packaged, String key, FetchedPackage fetched) {
        String content = ROOT + "/content";
        Map<String, String> variables = Venue.variables(packaged, content);
        variables.putIfAbsent("HOME", "/tmp");
        WorkloadSpec.Builder spec = WorkloadSpec.image(
                        packaged.server(), image(packaged).id())
                .like(packaged)
                .environment(variables)
                .entryPoint(Venue.program(Venue.request(packaged).reference().registry()))
                .arguments(Venue.concat(List.of(content + "/" + fetched.script()), packaged.arguments()))
                .mounts(Venue.<Mount>concat(packaged.mounts(), List.of(new Volume(VOLUME + key, ROOT, true))));
        // A volume of its own belongs to the user of the image.
        boolean owns = packaged.mounts().stream().anyMatch(Volume.class::isInstance);
        if (packaged.user().isEmpty() && !owns) {
            spec.user(NOBODY);
        }
        return spec.build();
    }
}
