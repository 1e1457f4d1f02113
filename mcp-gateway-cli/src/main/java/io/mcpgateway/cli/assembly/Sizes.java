package io.mcpgateway.cli.assembly;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.WorkloadSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory and numbers of processors as users write them. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([kmgt]?)i?b?");
    /** What the container engine accepts at least. */
    private static final long SMALLEST = 6L << 20;

    private Sizes() {}

    /** The limits of each workload; no processors or an empty size mean no limit. */
    static WorkloadSpec.Limits limits(double cpus, String memory) {
        if (!(cpus >= 0) || Double.isInfinite(cpus)) { // also what is no number
            throw new ConfigException("Invalid value '" + cpus
                    + "' for --cpus: write a number of processors such as 0.5 or 2; 0 means no limit");
        }
        Optional<Double> processors = cpus > 0 ? Optional.of(cpus) : Optional.empty();
        return new WorkloadSpec.Limits(processors, bytes("--memory", memory), WorkloadSpec.Limits.DEFAULT.pids());
    }

    /** {@code 2Gb}, {@code 512m}, {@code 1.5 GiB}, bytes without a unit; units are powers of 1024, as docker's are. */
    static OptionalLong bytes(String flag, String text) {
        if (text.isBlank()) {
            return OptionalLong.empty();
        }
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new ConfigException(
                    "Invalid value '" + text + "' for " + flag + ": write a size such as 512Mb or 2Gb");
        }
        int power = matcher.group(2).isEmpty() ? 0 : " kmgt".indexOf(matcher.group(2));
        double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(1024, power);
        if (bytes < SMALLEST) {
            throw new ConfigException("Invalid value '" + text + "' for " + flag + ": at least 6Mb are needed");
        }
        return OptionalLong.of((long) Math.min(bytes, Long.MAX_VALUE));
    }
}
