package io.mcpgateway.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.cli.launcher.Launched.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The distribution's launcher, unpacked from the tarball that the build made. */
class LauncherIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path unpacked;

    private static Path distribution;

    /** One archive for each JDK: to make one takes seconds. Owned by the thread of the tests. */
    private static final Map<String, Path> ARCHIVES = new HashMap<>();

    @TempDir
    static Path archives;

    @TempDir
    Path directory;

    private Path script;
    private Path cache;
    private final Map<String, String> environment = new HashMap<>();

    static List<Path> jdks() {
        return Jdks.all();
    }

    @BeforeAll
    static void unpack() throws Exception {
        Path tarball;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            tarball = files.filter(file -> file.getFileName().toString().matches("mcp-gateway-.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no tarball in target; run the phase 'package' first"));
        }
        Process tar = new ProcessBuilder("tar", "xzf", tarball.toAbsolutePath().toString())
                .directory(unpacked.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> roots = Files.list(unpacked)) {
            distribution = roots.findFirst().orElseThrow();
        }
    }

    @BeforeEach
    void setUp() {
        script = distribution.resolve("bin/mcp-gateway");
        cache = directory.resolve("cache with space");
        environment.put("XDG_CACHE_HOME", cache.toString());
        environment.put("HOME", directory.resolve("home").toString());
        environment.put("MCP_GATEWAY_HOME", directory.resolve("mcp").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    private Optional<Path> archive() throws IOException {
        return cached(".jsa", ".aot").stream().findFirst();
    }

    private List<Path> cached(String... endings) throws IOException {
        Path home = cache.resolve("mcp-gateway");
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> Stream.of(endings)
                            .anyMatch(ending -> file.toString().endsWith(ending)))
                    .toList();
        }
    }

    private Path makeArchive() throws Exception {
        Result made = Launched.run(script, environment, "__archive");
        assertThat(made.status()).as(made.err()).isZero();
        assertThat(made.out()).isEmpty();
        return archive().orElseThrow(() -> new AssertionError("no archive: " + made.err()));
    }

    /** The archive of the unpacked distribution, in this test's cache; made once for each JDK. */
    private Path anArchive() throws Exception {
        String jdk = environment.get("JAVA_HOME");
        Path kept = ARCHIVES.get(jdk);
        if (kept == null) {
            Path made = makeArchive();
            kept = Files.createDirectory(archives.resolve(Integer.toString(ARCHIVES.size())))
                    .resolve(made.getFileName());
            Files.copy(made, kept, StandardCopyOption.COPY_ATTRIBUTES);
            ARCHIVES.put(jdk, kept);
            return made;
        }
        Path home = Files.createDirectories(
                cache.resolve("mcp-gateway"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.copy(kept, home.resolve(kept.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Whether a run takes its own classes out of the archive. */
    private boolean usesTheArchive() throws Exception {
        Path log = directory.resolve("classes.log");
        environment.put("MCP_GATEWAY_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        Launched.session(script, environment).isProtocolOnly();
        environment.remove("MCP_GATEWAY_JAVA_OPTS");
        return Files.readAllLines(log).stream()
                .anyMatch(line -> line.contains("io.mcpgateway.cli.Main ") && line.contains("shared objects file"));
    }

    @Test
    void distributionHoldsWhatItNeeds() {
        assertThat(distribution.resolve("LICENSE")).exists();
        assertThat(distribution.resolve("lib/classpath"))
                .content()
                .startsWith("hash=")
                .contains("mcp-gateway-cli-");
        assertThat(script).isExecutable();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void firstStartServesAndAnArchiveAppearsBehindItsBack(Path jdk) throws Exception {
        environment.put("JAVA_HOME", jdk.toString());

        Launched.session(script, environment).isProtocolOnly();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(archive()).isPresent();
            assertThat(cached(".lock", ".tmp")).isEmpty();
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.resolve("mcp-gateway"))))
                .isEqualTo("rwx------");
        assertThat(usesTheArchive()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void staleArchiveIsIgnoredInSilence(Path jdk) throws Exception {
        environment.put("JAVA_HOME", jdk.toString());
        Path copy = directory.resolve("copy");
        copy(distribution, copy);
        script = copy.resolve("bin/mcp-gateway");
        makeArchive();
        assertThat(usesTheArchive()).isTrue();

        Path jar;
        try (Stream<Path> jars = Files.list(copy.resolve("lib"))) {
            jar = jars.filter(file -> file.getFileName().toString().startsWith("mcp-gateway-cli-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

        assertThat(usesTheArchive()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void truncatedArchiveDoesNoHarm(Path jdk) throws Exception {
        environment.put("JAVA_HOME", jdk.toString());
        Path archive = anArchive();
        long size = Files.size(archive);
        archive.toFile().setWritable(true);

        for (long length : new long[] {size - 1, size / 2, 10}) {
            try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
                file.setLength(length);
            }
            Launched.session(script, environment).isProtocolOnly();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void archiveOfRubbishDoesNoHarm(Path jdk) throws Exception {
        environment.put("JAVA_HOME", jdk.toString());
        Path archive = anArchive();
        archive.toFile().setWritable(true);
        Files.write(archive, "rubbish\n".repeat(5000).getBytes(StandardCharsets.UTF_8));

        Launched.session(script, environment).isProtocolOnly();
    }

    @Test
    void cacheThatCannotBeWrittenMeansNoArchiveAndNoNoise() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        environment.put("XDG_CACHE_HOME", file.resolve("below").toString());
        environment.put("HOME", "/proc");
        environment.put("MCP_GATEWAY_HOME", "/proc/nowhere");

        Result result = Launched.session(script, environment);

        result.isProtocolOnly();
        assertThat(result.err()).doesNotContain("cache", "mkdir", "denied", "archive");
    }

    @Test
    void noHomeAtAllMeansNoArchive() throws Exception {
        environment.put("XDG_CACHE_HOME", "");
        environment.put("HOME", "");

        Launched.session(script, environment).isProtocolOnly();
    }

    @Test
    void twoFirstStartsAtOnceMakeOneArchive() throws Exception {
        Launched first = Launched.start(script, environment, "gateway", "run");
        Launched second = Launched.start(script, environment, "gateway", "run");

        List<String> firstLines = first.converse();
        List<String> secondLines = second.converse();
        first.end(firstLines).isProtocolOnly();
        second.end(secondLines).isProtocolOnly();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(cached(".jsa", ".aot")).hasSize(1);
            assertThat(cached(".lock", ".tmp")).isEmpty();
        });
        assertThat(usesTheArchive()).isTrue();
    }

    @Test
    void lockOfADeadProcessDoesNotLastForEver() throws Exception {
        Path archive = anArchive();
        Files.delete(archive);
        Path lock = Files.createDirectory(Path.of(archive + ".lock"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock.resolve("pid"), Long.toString(dead.pid()));

        makeArchive();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void virtualMachineSpeaksToStandardErrorOnly(Path jdk) throws Exception {
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("MCP_GATEWAY_JAVA_OPTS", "-Xverify:none");
        Launched launched = Launched.start(script, environment, "gateway", "run");
        List<String> lines = launched.converse();

        new ProcessBuilder("kill", "-QUIT", Long.toString(launched.pid()))
                .inheritIO()
                .start()
                .waitFor();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(launched.errSoFar()).contains("Full thread dump"));
        Result result = launched.end(lines);
        result.isProtocolOnly();
        assertThat(result.err()).contains("warning:");
    }

    @Test
    void signalEndsTheGateway() throws Exception {
        Launched launched = Launched.start(script, environment, "gateway", "run");
        List<String> lines = launched.converse();

        new ProcessBuilder("kill", "-TERM", Long.toString(launched.pid()))
                .inheritIO()
                .start()
                .waitFor();

        assertThat(launched.end(lines).status()).isEqualTo(143);
    }

    @Test
    void linksAreFollowed() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), script);
        Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("link"));

        assertThat(Launched.run(link, environment, "version").out()).hasSize(1);
        assertThat(Launched.run(second, environment, "version").status()).isZero();
    }

    @Test
    void oldJavaIsRefusedWithAClearWord() throws Exception {
        Path old = Files.createDirectories(directory.resolve("java 11/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        executable(old.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
        environment.put("JAVA_HOME", old.toString());

        Result result = Launched.run(script, environment, "version");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("is Java 11.0.2; Java 17 or newer is needed");
    }

    @Test
    void missingJavaIsToldWithAClearWord() throws Exception {
        environment.put("JAVA_HOME", directory.resolve("nothing").toString());
        assertThat(Launched.run(script, environment, "version").err()).contains("there is no bin/java in it");

        environment.put("JAVA_HOME", "");
        environment.put("PATH", directory.toString());
        assertThat(Launched.run(script, environment, "version").err()).contains("no java is on the PATH");
    }

    @Test
    void javaOnThePathIsFoundWithoutJavaHome() throws Exception {
        environment.put("JAVA_HOME", "");
        environment.put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));

        assertThat(Launched.run(script, environment, "version").status()).isZero();
    }

    static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static void copy(Path from, Path to) throws Exception {
        Process copy = new ProcessBuilder("cp", "-Rp", from.toString(), to.toString())
                .inheritIO()
                .start();
        assertThat(copy.waitFor()).isZero();
    }

    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.toList());
        }
    }
}
