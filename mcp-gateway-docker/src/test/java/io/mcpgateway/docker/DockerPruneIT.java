package io.mcpgateway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On names and labels of the test's own: what others have on this engine stays. */
class DockerPruneIT extends OnEngine {
    private final String id = UUID.randomUUID().toString();
    private final String prefix = "mcp-gateway-test-" + id + "-";
    private final String label = "mcp-gateway-test-prune-" + id;
    private final List<String> containers = new ArrayList<>();
    private final List<String> volumes = new ArrayList<>();
    private final List<String> images = new ArrayList<>();

    @AfterEach
    void removeWhatIsLeft() {
        containers.forEach(
                name -> engine.docker().removeContainerCmd(name).withForce(true).exec());
        for (String name : images) {
            try {
                engine.docker().removeImageCmd(name).withForce(true).exec();
            } catch (NotFoundException e) {
                // It was pruned.
            }
        }
        for (String name : volumes) {
            try {
                engine.docker().removeVolumeCmd(name).exec();
            } catch (NotFoundException e) {
                // It was pruned.
            }
        }
    }

    private String volume(String name) {
        engine.docker().createVolumeCmd().withName(name).exec();
        volumes.add(name);
        return name;
    }

    private List<String> volumesThatAreThere() {
        return engine.docker().listVolumesCmd().withFilter("name", List.of(id)).exec().getVolumes().stream()
                .map(volume -> volume.getName())
                .sorted()
                .toList();
    }

    private String container(String image, Bind... binds) {
        String container = engine.docker()
                .createContainerCmd(image)
                .withCmd("/bin/sleep", "1000")
                .withHostConfig(HostConfig.newHostConfig().withBinds(binds))
                .exec()
                .getId();
        containers.add(container);
        return container;
    }

    private String image(String tag) {
        String container = container(engine.image());
        engine.docker()
                .commitCmd(container)
                .withRepository("mcp-gateway-test/prune-" + id)
                .withTag(tag)
                .withLabels(Map.of(label, tag))
                .exec();
        images.add("mcp-gateway-test/prune-" + id + ":" + tag);
        return images.get(images.size() - 1);
    }

    private boolean isThere(String image) {
        try {
            engine.docker().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Test
    void volumesThatAreNeitherKeptNorUsedAreRemoved() {
        DockerContainerRuntime docker = (DockerContainerRuntime) runtime;
        String kept = volume(prefix + "kept");
        String used = volume(prefix + "used");
        String left = volume(prefix + "left");
        String other = volume("other-" + prefix + "left");
        container(engine.image(), new Bind(used, new Volume("/data")));

        assertThat(docker.pruneVolumes(prefix, Set.of(kept), true)).containsExactly(left);
        assertThat(volumesThatAreThere()).containsExactlyInAnyOrder(kept, used, left, other);

        assertThat(docker.pruneVolumes(prefix, Set.of(kept), false)).containsExactly(left);
        assertThat(volumesThatAreThere()).containsExactlyInAnyOrder(kept, used, other);
        assertThat(docker.pruneVolumes(prefix, Set.of(kept), false)).isEmpty();
    }

    @Test
    void imagesThatAreNeitherKeptNorUsedAreRemoved() {
        String kept = image("kept");
        String used = image("used");
        String left = image("left");
        container(used);
        try (Engine own = new Engine(context)) {
            Pruner pruner = new Pruner(own);

            assertThat(pruner.images(label, Set.of(kept), true)).containsExactly(left);
            assertThat(isThere(left)).isTrue();

            assertThat(pruner.images(label, Set.of(kept), false)).containsExactly(left);
            assertThat(isThere(left)).isFalse();
            assertThat(isThere(kept)).isTrue();
            assertThat(isThere(used)).isTrue();
        }
    }

    @Test
    void theImageOfTheProxyThatIsUsedHereStays() {
        DockerContainerRuntime docker = (DockerContainerRuntime) runtime;
        String current = docker.prepareEgressProxy().reference();

        assertThat(docker.pruneEgressProxies(true)).doesNotContain(current);
    }
}
