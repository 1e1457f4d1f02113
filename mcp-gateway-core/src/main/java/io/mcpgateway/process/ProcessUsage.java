package io.mcpgateway.process;

import io.mcpgateway.spi.ContainerRuntime.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a process and its children take of the machine, as Linux tells it; elsewhere that is not known. Stateless. */
final class ProcessUsage {
    private static final String RESIDENT = "VmRSS:";

    private ProcessUsage() {}

    /** Memory that several of them share counts for each. Empty if the process has ended. */
    static Optional<Usage> of(ProcessHandle root) {
        if (!root.isAlive()) {
            return Optional.empty();
        }
        List<ProcessHandle> all =
                Stream.concat(Stream.of(root), root.descendants()).toList();
        long memory = 0;
        Duration processor = Duration.ZERO;
        for (ProcessHandle each : all) {
            memory += resident(each.pid());
            processor = processor.plus(each.info().totalCpuDuration().orElse(Duration.ZERO));
        }
        return memory == 0 ? Optional.empty() : Optional.of(new Usage(memory, OptionalLong.empty(), processor));
    }

    private static long resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1)
                    .stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .filter(digits -> !digits.isEmpty())
                    .mapToLong(digits -> Long.parseLong(digits) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0; // it has ended meanwhile, or this system has no such file
        }
    }
}
