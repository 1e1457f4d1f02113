package io.mcpgateway.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.command.ListVolumesResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes what gateways have made on an engine and need no more, and what no container, running or not, uses. Stateless; what
 * comes into use meanwhile stays.
 */
final class Pruner {
    private final Engine engine;

    Pruner(Engine engine) {
        this.engine = engine;
    }

    /**
     * Images.
     *
     * @param label which they all have
     * @param keep tags of those that stay
     * @param dryRun whether nothing is removed
     * @return the tags, or ids where there is none, of what is removed
     */
    List<String> images(String label, Set<String> keep, boolean dryRun) {
        String attempt = "Cannot look for images that are not used";
        List<Image> all = list(
                attempt,
                () -> engine.call(
                        attempt,
                        docker -> docker.listImagesCmd().withLabelFilter(label).exec()));
        Set<String> used = list(
                        attempt,
                        () -> engine.call(
                                attempt,
                                docker -> docker.listContainersCmd()
                                        .withShowAll(true)
                                        .exec()))
                .stream()
                .map(Container::getImageId)
                .collect(Collectors.toSet());
        List<String> removed = new ArrayList<>();
        for (Image image : all) {
            List<String> names = names(image);
            if (used.contains(image.getId()) || names.stream().anyMatch(keep::contains)) {
                continue;
            }
            for (String name : names) {
                if (dryRun
                        || remove(
                                "image",
                                name,
                                () -> engine.run(
                                        "Cannot remove image '" + name + "'",
                                        docker -> docker.removeImageCmd(name).exec()))) {
                    removed.add(name);
                }
            }
        }
        return removed;
    }

    private static List<String> names(Image image) {
        String[] tags = image.getRepoTags();
        List<String> named = Stream.ofNullable(tags)
                .flatMap(Arrays::stream)
                .filter(tag -> !tag.startsWith("<none>"))
                .toList();
        return named.isEmpty() ? List.of(image.getId()) : named;
    }

    /**
     * Volumes.
     *
     * @param prefix with which all their names begin
     * @param keep names of those that stay
     * @param dryRun whether nothing is removed
     * @return the names of what is removed
     */
    List<String> volumes(String prefix, Set<String> keep, boolean dryRun) {
        String attempt = "Cannot look for volumes that are not used";
        ListVolumesResponse unused = list(
                attempt,
                () -> engine.call(
                        attempt,
                        docker -> docker.listVolumesCmd()
                                .withFilter("name", List.of(prefix)) // a part of the name, for the engine
                                .withDanglingFilter(true)
                                .exec()));
        List<String> removed = new ArrayList<>();
        for (InspectVolumeResponse volume :
                unused.getVolumes() == null ? List.<InspectVolumeResponse>of() : unused.getVolumes()) {
            String name = volume.getName();
            if (name.startsWith(prefix)
                    && !keep.contains(name)
                    && (dryRun
                            || remove(
                                    "volume",
                                    name,
                                    () -> engine.run(
                                            "Cannot remove volume '" + name + "'",
                                            docker ->
                                                    docker.removeVolumeCmd(name).exec())))) {
                removed.add(name);
            }
        }
        return removed;
    }

    private static <T> T list(String attempt, Supplier<T> question) {
        try {
            return question.get();
        } catch (DockerException e) {
            throw said(attempt, e);
        }
    }

    /** Whether this has removed it. */
    private static boolean remove(String kind, String name, Runnable removal) {
        try {
            removal.run();
            return true;
        } catch (NotFoundException | ConflictException e) {
            return false; // somebody else has removed it, or uses it by now
        } catch (DockerException e) {
            throw said("Cannot remove " + kind + " '" + name + "'", e);
        }
    }

    private static GatewayException said(String attempt, DockerException e) {
        return new GatewayException(
                ErrorCode.RUNTIME_UNAVAILABLE, attempt + ": the engine says: " + EngineErrors.reason(e), e);
    }
}
