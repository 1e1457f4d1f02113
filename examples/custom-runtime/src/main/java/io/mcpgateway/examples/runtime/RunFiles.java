package io.mcpgateway.examples.runtime;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadOwner;
import io.mcpgateway.spi.ContainerRuntime.SweepReport;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.spi.ProviderContext;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One file per running workload that says whose it is, so that the next gateway can end what a dead one left. Engines have
 * labels for this; processes have none.
 */
final class RunFiles {
    private static final String STARTED = "process.started";

    private final ProviderContext context;
    private final Path directory;

    RunFiles(ProviderContext context) {
        this.context = context;
        this.directory = context.home().resolve("directory-runtime");
    }

    void add(Workload workload) {
        Properties facts = new Properties();
        facts.putAll(context.owner().toLabels());
        facts.setProperty(STARTED, started(Long.parseLong(workload.id())).orElse(""));
        try {
            Files.createDirectories(directory);
            try (Writer out = Files.newBufferedWriter(file(workload))) {
                facts.store(out, null);
            }
        } catch (IOException e) {
            workload.close();
            throw new GatewayException(ErrorCode.RUNTIME_UNAVAILABLE, "Cannot write " + file(workload), e);
        }
    }

    void remove(Workload workload) {
        try {
            Files.deleteIfExists(file(workload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SweepReport sweep() {
        int removed = 0;
        int left = 0;
        for (Path file : files()) {
            Optional<Properties> facts = read(file);
            if (facts.isEmpty()) {
                continue; // its workload has just ended
            }
            Map<String, String> labels = facts.get().stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, facts.get()::getProperty));
            Optional<WorkloadOwner> owner = WorkloadOwner.fromLabels(labels);
            if (owner.isPresent() && owner.get().id().equals(context.owner().id())) {
                continue;
            }
            if (owner.isPresent() && owner.get().isKnownDead(context.owner(), context.processProbe())) {
                end(file, labels.getOrDefault(STARTED, ""));
                removed++;
            } else {
                left++;
            }
        }
        return new SweepReport(removed, left);
    }

    private void end(Path file, String started) {
        long pid = Long.parseLong(file.getFileName().toString());
        // Only if it is still the process that was started: ids are used again.
        if (!started.isEmpty() && started(pid).equals(Optional.of(started))) {
            ProcessWorkload.signal("KILL", pid);
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{1,18}"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Properties> read(Path file) {
        Properties facts = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            facts.load(in);
            return Optional.of(facts);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> started(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toString);
    }

    private Path file(Workload workload) {
        return directory.resolve(workload.id());
    }
}
