package io.mcpgateway.docker.egress;

import io.mcpgateway.egress.EgressProxy;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The image of the proxy: a Java runtime that jlink makes of the JDK that runs this, with the proxy's module in it, and the
 * libraries of this machine that it is linked with. Nothing else is in it, no shell and no other program. Stateless; needs
 * Linux, and a JDK with jmods.
 */
public final class ProxyImage {
    /** Changes when the image is made in another way. */
    private static final String RECIPE = "1";

    private static final String MODULE = "io.mcpgateway.egress";

    /** What the image runs. */
    public static final List<String> ENTRY_POINT = List.of(
            "/java/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xmx48m",
            "-Xss256k",
            "-XX:-UsePerfData",
            "-m",
            MODULE + "/" + MODULE + ".Main");

    private ProxyImage() {}

    /** A name for what the image would be made of, in 64 hexadecimal digits. */
    public static String digest() throws IOException {
        MessageDigest digest = sha256();
        add(digest, RECIPE.getBytes(StandardCharsets.UTF_8));
        add(digest, ENTRY_POINT.toString().getBytes(StandardCharsets.UTF_8));
        add(digest, (Runtime.version() + " " + System.getProperty("os.arch")).getBytes(StandardCharsets.UTF_8));
        Path module = module();
        if (Files.isDirectory(module)) {
            addClasses(digest, module);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(module)) {
                addClasses(digest, jar.getPath("/"));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addClasses(MessageDigest digest, Path root) throws IOException {
        TreeMap<String, Path> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".class"))
                    .forEach(file -> classes.put(root.relativize(file).toString(), file));
        }
        if (!classes.containsKey("module-info.class")) {
            throw new IOException(root + " holds no module " + MODULE);
        }
        for (var entry : classes.entrySet()) {
            add(digest, entry.getKey().getBytes(StandardCharsets.UTF_8));
            add(digest, Files.readAllBytes(entry.getValue()));
        }
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update((part.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static Path module() throws IOException {
        CodeSource source = EgressProxy.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IOException("it is not known where the proxy's classes are");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("the proxy's classes are at " + source.getLocation() + ", which is no file", e);
        }
    }

    /** Why the image cannot be made here; empty if it can, as far as can be told without trying. */
    public static Optional<String> obstacle() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("this is no Linux, but " + System.getProperty("os.name"));
        }
        Path home = Path.of(System.getProperty("java.home"));
        if (!Files.isExecutable(jlink()) || !Files.isDirectory(home.resolve("jmods"))) {
            return Optional.of("the Java that runs this (" + home + ") is no whole JDK: it has no jlink or no jmods");
        }
        return Optional.empty();
    }

    /**
     * Makes the content of the image, an archive of its whole file system.
     *
     * @param archive the file to write
     * @throws IOException if it cannot be made
     */
    public static void write(Path archive) throws IOException {
        Path directory = Files.createTempDirectory("mcp-gateway-egress");
        try {
            Path runtime = directory.resolve("java");
            link(runtime);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
                    TarWriter tar = new TarWriter(out)) {
                fill(tar, runtime);
            }
        } finally {
            delete(directory);
        }
    }

    private static Path jlink() {
        return Path.of(System.getProperty("java.home"), "bin", "jlink");
    }

    /** As a process: in this one, jlink would write to standard output, which belongs to the protocol. */
    private static void link(Path runtime) throws IOException {
        Programs.run(List.of(
                jlink().toString(),
                "--module-path",
                module().toString(),
                "--add-modules",
                MODULE,
                "--no-header-files",
                "--no-man-pages",
                "--strip-java-debug-attributes",
                "--generate-cds-archive",
                "--vm=server",
                "--output",
                runtime.toString()));
    }

    private static void fill(TarWriter tar, Path runtime) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(runtime)) {
            walk.filter(Files::isRegularFile).forEach(file -> files.put("java/" + runtime.relativize(file), file));
        }
        for (Path library : SharedLibraries.of(runtime)) {
            // Under the path at which the loader looks, links resolved.
            files.put(library.toString().substring(1), library.toRealPath());
        }
        for (var file : files.entrySet()) {
            tar.file(file.getKey(), file.getValue(), Files.isExecutable(file.getValue()));
        }
        tar.file("etc/passwd", "nobody:x:65534:65534::/:/\n");
        tar.file("etc/nsswitch.conf", "hosts: files dns\n");
        tar.temporaryDirectory("tmp");
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
