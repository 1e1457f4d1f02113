package io.mcpgateway.packages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.PackageRequest;
import io.mcpgateway.model.WorkloadSpec;
import io.mcpgateway.packages.FetchedPackage.FetchFailedException;
import io.mcpgateway.settings.PackageSettings;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.EventSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a package in a workload of its own, which has the network and no secrets. Stateless; calls block. */
final class Fetcher {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int LARGEST_CERTIFICATES = 4 << 20;
    private static final List<String> PROXIES =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");
    private static final List<String> CERTIFICATES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/ssl/cert.pem");

    private final PackageSettings settings;
    private final Map<String, String> environment;
    private final EventSink events;

    Fetcher(PackageSettings settings, Map<String, String> environment, EventSink events) {
        this.settings = settings;
        this.environment = environment;
        this.events = events;
    }

    /** The arguments of {@code node} or {@code python3} that fetch into a directory. */
    static List<String> arguments(PackageRegistry registry, String root) {
        return switch (registry) {
            case NPM -> List.of("-e", script("fetch-npm.js"), root);
            case PYPI -> List.of("-I", "-c", script("fetch-pypi.py"), root);
        };
    }

    private static String script(String name) {
        try (InputStream in = Fetcher.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read from the jar", e);
        }
    }

    /**
     * Fetches it, or finds it fetched.
     *
     * @param spec runs {@link #arguments}
     * @throws GatewayException if it cannot be fetched
     */
    FetchedPackage fetch(PackageRequest request, ContainerRuntime runtime, WorkloadSpec spec) {
        PackageReference wanted = request.reference();
        events.event(
                EventSink.Level.DEBUG,
                "Looking for a package, which is fetched if it is not there",
                Map.of("server", spec.server(), "package", wanted.text()));
        FetchListener heard = new FetchListener();
        try (Workload workload = runtime.start(spec, heard)) {
            // Before the line is written: who does not read it holds the writer up until then.
            CompletableFuture<Void> late = CompletableFuture.runAsync(
                    workload::close, CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            write(workload, line(request));
            workload.exit().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!late.cancel(false)) {
                throw new TimeoutException();
            }
            return FetchedPackage.parse(heard.stdout());
        } catch (FetchFailedException e) {
            throw failed(spec, wanted, e.getMessage() + heard.lastWords());
        } catch (TimeoutException e) {
            throw failed(spec, wanted, "it took more than " + PATIENCE.toMinutes() + " minutes" + heard.lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(spec, wanted, "interrupted");
        } catch (ExecutionException e) {
            throw failed(spec, wanted, String.valueOf(e.getCause()));
        }
    }

    private static GatewayException failed(WorkloadSpec spec, PackageReference wanted, String why) {
        return new GatewayException(
                ErrorCode.SERVER_UNAVAILABLE,
                "Cannot start server '" + spec.server() + "': package " + wanted.text() + " of "
                        + wanted.registry().text() + " cannot be fetched: " + why);
    }

    private static void write(Workload workload, byte[] line) {
        try (OutputStream stdin = workload.stdin()) {
            stdin.write(line);
            stdin.flush();
        } catch (IOException endedBefore) {
            // What it says, or how it ended, tells more.
        }
    }

    private byte[] line(PackageRequest request) {
        PackageReference wanted = request.reference();
        ObjectNode line = JSON.createObjectNode()
                .put("name", wanted.name())
                .put("version", wanted.version())
                .put("executable", wanted.executable())
                .put("integrity", wanted.integrity())
                .put("registry", settings.registry(wanted.registry()).toString())
                .put("scripts", request.installScripts())
                .put("certificates", certificates());
        ObjectNode proxies = line.putObject("proxies");
        PROXIES.forEach(name -> {
            if (environment.containsKey(name)) {
                proxies.put(name, environment.get(name));
            }
        });
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** What this machine trusts: a firm's own authority is not among what an image or a tool trusts. */
    private String certificates() {
        String named = environment.getOrDefault("SSL_CERT_FILE", environment.getOrDefault("NODE_EXTRA_CA_CERTS", ""));
        List<String> candidates = named.isEmpty() ? CERTIFICATES : List.of(named);
        for (String candidate : candidates) {
            Path file = Path.of(candidate);
            try {
                if (Files.isRegularFile(file) && Files.size(file) <= LARGEST_CERTIFICATES) {
                    return Files.readString(file);
                }
            } catch (IOException unreadable) {
                // The next, or what the tool itself trusts.
            }
        }
        return "";
    }
}
