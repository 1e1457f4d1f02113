package io.mcpgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/compose/docker-in-docker.yaml} with another engine in it: this machine's dockerd, in a container of
 * nothing but this machine's programs, with two capabilities instead of all privileges, which not every machine can give.
 */
final class DockerInDockerIT {
    private static final String ENGINE_IMAGE = "mcp-gateway-test/engine:latest";
    private static final String SOCKET = "unix:///run/mcp/docker.sock";

    private static final String OVERRIDE = """
            services:
              engine:
                image: ENGINE_IMAGE
                privileged: false
                cap_add: [SYS_ADMIN, NET_ADMIN]
                security_opt: ["seccomp=unconfined", "apparmor=unconfined"]
                environment: {PATH: "/usr/sbin:/usr/bin"}
                command:
                  - /usr/sbin/dockerd
                  - --host=SOCKET
                  - --group=65532
                  - --storage-driver=vfs
                  - --exec-root=/run/docker-exec
                tmpfs: ["/run:exec"]
                volumes:
                  - /usr:/usr:ro
                  - /etc/alternatives:/etc/alternatives:ro
                  - /sys/fs/cgroup:/sys/fs/cgroup
              gateway:
                command: ["--transport=streaming", "--memory=512Mb", "--catalog=/mcp/tools-catalog.yaml", "--servers=box"]
                environment: {DOCKER_MCP_IN_DIND: "1"}
                volumes: ["./config:/mcp:ro"]
            """;

    private static final String CATALOG = """
            registry:
              box:
                type: poci
                tools:
                  - name: run
                    parameters: {type: object, properties: {script: {type: string}}, required: [script]}
                    container: {image: IMAGE, command: ["-e", "{{script}}"]}
            """;

    @TempDir
    Path directory;

    private ComposeProject project;

    @AfterEach
    void leaveNothing() throws Exception {
        if (project != null) {
            project.close();
        }
    }

    @Test
    void serversRunInTheInnerEngineAndNoneIsPrivileged() throws Exception {
        Requirements.ownEngine();
        project = ComposeProject.in(directory);
        Files.writeString(
                directory.resolve("override.yaml"),
                OVERRIDE.replace("ENGINE_IMAGE", ENGINE_IMAGE).replace("SOCKET", SOCKET));
        Files.writeString(directory.resolve("config/tools-catalog.yaml"), CATALOG.replace("IMAGE", Requirements.IMAGE));
        ComposeProject.letOthersRead(directory.resolve("config"));
        buildEngine();

        HttpGateway gateway = project.up("docker-in-docker.yaml", "override.yaml");
        String engine = project.containerOf("engine");
        Awaitility.await("the inner engine answers")
                .atMost(Duration.ofSeconds(60))
                .until(() -> succeeds(inner(engine, "info")));
        loadImage(engine);

        HttpPeer peer = project.connect(gateway);
        JsonNode said = Peer.await(peer.call("run", arguments -> arguments.put("script", "console.log('inside')")));
        assertThat(said.at("/result/content/0/text").asText())
                .as(said + gateway.output())
                .isEqualTo("inside");

        CompletableFuture<JsonNode> running =
                peer.call("run", arguments -> arguments.put("script", "setTimeout(() => {}, 600000)"));
        String container = Awaitility.await("a container runs in the inner engine")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> output(inner(engine, "ps", "--quiet", "--filter", "label=docker-mcp-name=box")),
                        ids -> !ids.isBlank())
                .strip();
        assertThat(DockerCli.containersOf("box")).as("in the outer engine").isEmpty();
        assertThat(output(inner(
                        engine,
                        "inspect",
                        "--format",
                        "{{.HostConfig.Privileged}} {{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}} {{.HostConfig.Memory}}",
                        container)))
                .isEqualToIgnoringWhitespace("false [ALL] [] " + (512 << 20));
        assertThat(running).isNotDone();
        assertThat(DockerCli.inspect(project.containerOf("gateway"), "{{.HostConfig.Privileged}}"))
                .isEqualTo("false");
    }

    /** No base image: empty directories, and where this machine's programs look for each other. */
    private void buildEngine() throws IOException {
        Path context = Files.createDirectories(directory.resolve("engine"));
        Path root = Files.createDirectories(context.resolve("root"));
        for (String empty :
                List.of("usr", "run/mcp", "tmp", "proc", "sys", "dev", "var/lib/docker", "etc/alternatives")) {
            Files.createDirectories(root.resolve(empty));
        }
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            if (Files.isSymbolicLink(Path.of("/" + name))) {
                Files.createSymbolicLink(root.resolve(name), Path.of("usr/" + name));
            }
        }
        Files.createSymbolicLink(root.resolve("var/run"), Path.of("/run"));
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\ngateway:x:65532:\n");
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY root/ /\n");
        DockerCli.run("build", "--quiet", "--tag", ENGINE_IMAGE, context.toString());
    }

    private void loadImage(String engine) throws IOException, InterruptedException {
        Path archive = directory.resolve("image.tar");
        DockerCli.run("save", "--output", archive.toString(), Requirements.IMAGE);
        List<String> command = new ArrayList<>(List.of("docker", "exec", "--interactive", engine));
        command.addAll(List.of("/usr/bin/docker", "--host", SOCKET, "load"));
        Process load = new ProcessBuilder(command)
                .redirectInput(archive.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("load.log").toFile())
                .start();
        assertThat(load.waitFor(120, TimeUnit.SECONDS))
                .as("the image is loaded")
                .isTrue();
        assertThat(load.exitValue())
                .as(Files.readString(directory.resolve("load.log")))
                .isZero();
    }

    private static List<String> inner(String engine, String... words) {
        List<String> command = new ArrayList<>(List.of("exec", engine, "/usr/bin/docker", "--host", SOCKET));
        command.addAll(List.of(words));
        return command;
    }

    private static String output(List<String> words) {
        return DockerCli.run(words.toArray(String[]::new));
    }

    private static boolean succeeds(List<String> words) {
        try {
            output(words);
            return true;
        } catch (AssertionError notYet) {
            return false;
        }
    }
}
