package io.mcpgateway.docker.egress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which libraries of this machine a Java runtime is linked with. Stateless. */
final class SharedLibraries {
    /** Both forms: {@code name => /path (address)} and, for the loader, {@code /path (address)}. */
    private static final Pattern LINE = Pattern.compile("\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)");

    /** What the C library loads by name when it looks up hosts, before version 2.34; those after it do without. */
    private static final List<String> LOOKUP = List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");

    private SharedLibraries() {}

    /** The libraries, by the paths at which the loader looks for them, without those under the runtime itself. */
    static Set<Path> of(Path runtime) throws IOException {
        List<String> command = new ArrayList<>(List.of("ldd"));
        command.add(runtime.resolve("bin/java").toString());
        try (Stream<Path> files = Files.walk(runtime.resolve("lib"))) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".so"))
                    .sorted()
                    .forEach(command::add);
        }
        Set<Path> libraries = new TreeSet<>();
        // Its status is not of interest: it complains of files that are linked with nothing.
        for (String line : Programs.output(command).text().lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && !Path.of(matcher.group(1)).startsWith(runtime)) {
                libraries.add(Path.of(matcher.group(1)));
            }
        }
        if (libraries.isEmpty()) {
            throw new IOException("ldd does not tell which libraries Java is linked with");
        }
        libraries.addAll(besides(libraries));
        return libraries;
    }

    private static Collection<Path> besides(Set<Path> libraries) {
        Set<Path> found = new TreeSet<>();
        for (Path library : libraries) {
            for (String name : LOOKUP) {
                Path other = library.resolveSibling(name);
                if (library.getFileName().toString().startsWith("libc.") && Files.isRegularFile(other)) {
                    found.add(other);
                }
            }
        }
        return found;
    }
}
