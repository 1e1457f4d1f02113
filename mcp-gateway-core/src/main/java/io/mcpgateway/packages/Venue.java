package io.mcpgateway.packages;

import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.PackageRequest;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.spi.ContainerRuntime;
import java.util.List;

/** One way to run packages: in containers, in sandboxes, or as plain processes. Thread-safe; calls block. */
interface Venue {
    /** The directory below which a package's content lies inside, where there is an inside. */
    String ROOT = "/package";

    /** What runs it. */
    ContainerRuntime runtime();

    /**
     * What the fetched builds depend on, beside the package: two that differ need builds of their own.
     *
     * @throws io.mcpgateway.model.GatewayException if it is not to be had
     */
    String builds(WorkloadSpec packaged);

    /**
     * The workload that fetches.
     *
     * @param key names the build
     */
    WorkloadSpec fetch(WorkloadSpec packaged, String key);

    /** The workload that is the server. */
    WorkloadSpec serve(WorkloadSpec packaged, String key, FetchedPackage fetched);

    /** The name of the program that runs packages of this registry. */
    static String program(PackageRegistry registry) {
        return registry == PackageRegistry.NPM ? "node" : "python3";
    }

    /** The package of a description. */
    static PackageRequest request(WorkloadSpec packaged) {
        return packaged.packageRequest().orElseThrow();
    }

    /** The variables that a package's program needs to find what it depends on. */
    static java.util.Map<String, String> variables(WorkloadSpec packaged, String content) {
        java.util.Map<String, String> variables = new java.util.LinkedHashMap<>();
        if (request(packaged).reference().registry() == PackageRegistry.PYPI) {
            variables.put("PYTHONPATH", content + "/packages");
            variables.put("PYTHONDONTWRITEBYTECODE", "1");
            variables.put("PYTHONUNBUFFERED", "1");
        }
        variables.putAll(packaged.environment());
        return variables;
    }

    /** Two lists as one. */
    static <T> List<T> concat(List<? extends T> first, List<? extends T> second) {
        return java.util.stream.Stream.<T>concat(first.stream(), second.stream())
                .toList();
    }
}
