package io.mcpgateway.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.testkit.CosignSigner;
import io.mcpgateway.testkit.LocalRegistry;
import io.mcpgateway.testkit.RegistryPushes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are signed and images that are not, from a real registry through a real engine. */
class SignedImageIT {
    /** A server in the shell alone; its one tool is called after the image's build. */
    private static final String SERVER = """
            while IFS= read -r line; do
              id=${line#*'"id":'}; id=${id%%[,\\}]*}
              case $line in
                *'"method":"initialize"'*) echo '{"jsonrpc":"2.0","id":'$id',"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}}';;
                *'"method":"tools/list"'*) echo '{"jsonrpc":"2.0","id":'$id',"result":{"tools":[{"name":"'$BUILD'","inputSchema":{"type":"object"}}]}}';;
                *'"id":'*) echo '{"jsonrpc":"2.0","id":'$id',"error":{"code":-32601,"message":"no"}}';;
              esac
            done
            """;

    private static final Pattern DIGEST = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

    @TempDir
    private static Path directory;

    private static LocalRegistry registry;
    private static RegistryPushes pushes;

    private final CosignSigner signer = CosignSigner.ecdsa();
    private final CosignSigner stranger = CosignSigner.ecdsa();

    @TempDir
    private Path home;

    @BeforeAll
    static void start() throws IOException {
        LocalRegistry.require(SignedImageIT.class);
        if (status("docker", "version") != 0) {
            String message = SignedImageIT.class.getSimpleName() + " needs what is missing: a Docker daemon";
            if ("1".equals(System.getenv("MCP_GATEWAY_CI"))) {
                fail(message);
            }
            System.err.println("SKIPPED: " + message);
            abort(message);
        }
        registry = LocalRegistry.start(directory.resolve("registry"), "");
        pushes = new RegistryPushes(registry.host());
    }

    @AfterAll
    static void stop() throws IOException {
        if (registry != null) {
            for (String image : out("docker", "images", "--digests", "--quiet", registry.host() + "/it/*")
                    .split("\\s+")) {
                status("docker", "rmi", "--force", image);
            }
            registry.close();
        }
    }

    @Test
    void whatIsStartedIsWhatWasVerifiedAndSoWithoutItsRegistry() throws Exception {
        String image = registry.host() + "/it/good:v1";
        String digest = publish(image, "one");
        pushes.signatures("it/good", digest, stranger.layer(digest), signer.layer(digest));
        catalog(image);

        Result first = run(signer);

        assertThat(first.err()).contains("> 1 tools listed").doesNotContain("Can't start");
        assertThat(status("docker", "image", "inspect", image))
                .as("pulled by tag")
                .isNotZero();
        assertThat(status("docker", "image", "inspect", registry.host() + "/it/good@" + digest))
                .as("pulled by digest")
                .isZero();
        // The tag is moved to what nobody signed; what is here is still the signed one.
        publish(image, "evil");
        status("docker", "rmi", image);
        forgetListings();
        assertThat(run(signer).err()).contains("> 1 tools listed");
        forgetListings();
        Files.delete(home.resolve("cache/image-pins.json"));
        assertThat(run(signer).err())
                .contains("Can't start tool: Image '" + image + "'", "there is no signature of it");
    }

    @Test
    void whatNobodySignedWhoMayIsNeitherPulledNorStarted() throws Exception {
        String image = registry.host() + "/it/foreign:v1";
        String digest = publish(image, "one");
        pushes.signatures("it/foreign", digest, stranger.layer(digest));
        catalog(image);

        Result result = run(signer);

        assertThat(result.err())
                .contains("Can't start tool: Image '" + image + "' (" + digest + ") is not started", "not made by");
        assertThat(status("docker", "image", "inspect", registry.host() + "/it/foreign@" + digest))
                .isNotZero();
        assertThat(run(signer, "--verify-signatures=false").err())
                .as("not asked for")
                .contains("> 1 tools listed");
    }

    private Result run(CosignSigner trusted, String... flags) throws IOException {
        Files.writeString(home.resolve("signatures.yaml"), """
                rules:
                  - images: %s/it/
                    keys: [key.pub]
                """.formatted(registry.host()));
        Files.writeString(home.resolve("key.pub"), trusted.pem());
        List<String> arguments = new ArrayList<>(
                List.of("gateway", "run", "--dry-run", "--servers=tool", "--catalog=" + home.resolve("c.yaml")));
        arguments.addAll(List.of(flags));
        return new Cli(home).run(arguments.toArray(String[]::new));
    }

    private void catalog(String image) throws IOException {
        Files.writeString(home.resolve("c.yaml"), """
                registry:
                  tool:
                    title: tool
                    type: server
                    image: %s
                    disableNetwork: true
                """.formatted(image));
    }

    private void forgetListings() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("cache/listings"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Builds and pushes an image and forgets it here; its digest. */
    private static String publish(String image, String build) throws IOException {
        Path context = Files.createTempDirectory(directory, "image");
        Path root = Files.createDirectory(context.resolve("root"));
        Path shell = Path.of("/bin/sh").toRealPath();
        copy(shell, root.resolve("bin/sh"));
        Matcher library = Pattern.compile("(/\\S+) \\(0x").matcher(out("ldd", shell.toString()));
        while (library.find()) {
            copy(Path.of(library.group(1)), root.resolve(library.group(1).substring(1)));
        }
        Files.writeString(root.resolve("server"), SERVER);
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM scratch\nCOPY root/ /\nENV BUILD=" + build + "\nENTRYPOINT [\"/bin/sh\", \"/server\"]\n");
        out("docker", "build", "--quiet", "--tag", image, context.toString());
        Matcher digest = DIGEST.matcher(out("docker", "push", image));
        assertThat(digest.find()).isTrue();
        assertThat(status("docker", "rmi", image)).isZero();
        return digest.group(1);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static String out(String... command) throws IOException {
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
        return output;
    }

    private static int status(String... command) {
        try {
            Process process = start(command);
            process.getInputStream().readAllBytes();
            return process.onExit().join().exitValue();
        } catch (IOException e) {
            return -1; // no such program
        }
    }

    private static Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DOCKER_BUILDKIT", "0");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
