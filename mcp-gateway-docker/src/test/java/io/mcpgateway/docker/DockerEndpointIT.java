package io.mcpgateway.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.WorkloadExit;
import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.spi.ContainerRuntime.PullProgress;
import io.mcpgateway.spi.ContainerRuntime.Workload;
import io.mcpgateway.testkit.ContainerRuntimeContract;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same engine reached over TCP and TLS, and what happens when it cannot be reached any more. */
class DockerEndpointIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static RealEngine engine;

    @TempDir
    private Path directory;

    private final RecordingListener heard = new RecordingListener();

    @BeforeAll
    static void engine() {
        engine = RealEngine.require(DockerEndpointIT.class);
    }

    @AfterAll
    static void closeEngine() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void tcpCarriesBothDirectionsAndTheEndOfInput() throws IOException {
        try (EngineProxy proxy = EngineProxy.open(loopback(), engine.client())) {
            echoOver(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + proxy.port()));
        }
    }

    @Test
    void tlsCarriesBothDirectionsAndTheEndOfInput() throws Exception {
        Path certificates = certificates();
        try (EngineProxy proxy = EngineProxy.open(tlsServer(certificates), engine.client())) {
            echoOver(Map.of(
                    "DOCKER_HOST",
                    "tcp://127.0.0.1:" + proxy.port(),
                    "DOCKER_TLS_VERIFY",
                    "1",
                    "DOCKER_CERT_PATH",
                    certificates.toString()));
        }
    }

    @Test
    void dockerContextIsFollowed() throws IOException {
        try (EngineProxy proxy = EngineProxy.open(loopback(), engine.client())) {
            // The directory's name is the digest of the context's.
            Path real = Files.createDirectories(
                    directory.resolve("contexts/meta").resolve(EndpointResolver.sha256("remote")));
            Files.writeString(
                    real.resolve("meta.json"),
                    "{\"Name\":\"remote\",\"Endpoints\":{\"docker\":{\"Host\":\"tcp://127.0.0.1:%d\"}}}"
                            .formatted(proxy.port()));
            Files.writeString(directory.resolve("config.json"), "{\"currentContext\":\"remote\"}");

            echoOver(Map.of("DOCKER_CONFIG", directory.toString()));
        }
    }

    @Test
    void absentEngineIsAnErrorOnlyWhenItIsNeeded() {
        String socket = directory.resolve("absent.sock").toString();
        try (TestContext context = context(Map.of("DOCKER_HOST", "unix://" + socket));
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            assertThatThrownBy(runtime::sweep).satisfies(e -> assertUnavailable(e, socket));
            assertThatThrownBy(() -> runtime.prepare("image:1", PullProgress.NONE))
                    .satisfies(e -> assertUnavailable(e, socket));
            assertThatThrownBy(() -> runtime.start(engine.shell("cat").build(), heard))
                    .satisfies(e -> assertUnavailable(e, socket));
        }
    }

    @Test
    void engineThatComesLaterIsUsed() throws IOException {
        ServerSocket later = loopback();
        int port = later.getLocalPort();
        later.close();
        try (TestContext context = context(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + port));
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            assertThatThrownBy(runtime::sweep).isInstanceOf(GatewayException.class);

            try (EngineProxy proxy =
                    EngineProxy.open(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), engine.client())) {
                assertThat(runtime.sweep().removed()).isZero();
                assertThat(proxy.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void whatIsNoEngineIsSaidToBeNone() throws IOException {
        try (ServerSocket other = loopback()) {
            Thread answer = new Thread(() -> {
                try (var socket = other.accept()) {
                    socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(UTF_8));
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client has gone.
                }
            });
            answer.setDaemon(true);
            answer.start();
            try (TestContext context = context(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + other.getLocalPort()));
                    ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
                assertThatThrownBy(() -> runtime.start(engine.shell("cat").build(), heard))
                        .isInstanceOf(GatewayException.class)
                        .hasMessageContaining("does not speak HTTP");
            }
        }
    }

    @Test
    void brokenOutputEndsTheContainerThatNobodyCanHearAnyMore() throws IOException {
        try (EngineProxy proxy = EngineProxy.open(loopback(), engine.client());
                TestContext context = context(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + proxy.port()));
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            Workload workload = runtime.start(
                    engine.shell("trap '' TERM; echo on; while :; do sleep 0.1; done")
                            .build(),
                    heard);
            await().atMost(ContainerRuntimeContract.PATIENCE)
                    .until(() -> heard.stdoutText().equals("on\n"));

            proxy.breakConnections("/attach");

            assertThat(exit(workload).status()).hasValue(137);
            await().atMost(ContainerRuntimeContract.PATIENCE).until(() -> !engine.exists(workload.id()));
        }
    }

    @Test
    void lostEngineEndsTheWorkloadWithoutAStatus() throws IOException {
        try (EngineProxy proxy = EngineProxy.open(loopback(), engine.client());
                TestContext context = context(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + proxy.port()));
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            Workload workload = runtime.start(engine.shell("cat").build(), heard);

            proxy.vanish();

            WorkloadExit exit = exit(workload);
            assertThat(exit.status()).isEmpty();
            assertThat(exit.toString()).contains("connection to the container engine was lost");
            // The engine ended it by itself: its input was the connection that broke.
            await().atMost(ContainerRuntimeContract.PATIENCE).until(() -> !engine.exists(workload.id()));
        }
    }

    @Test
    void closedRuntimeHasNoConnectionLeft() throws IOException {
        try (EngineProxy proxy = EngineProxy.open(loopback(), engine.client());
                TestContext context = context(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + proxy.port()))) {
            ContainerRuntime runtime = DockerContainerRuntime.create(context);
            for (int i = 0; i < 5; i++) {
                runtime.start(engine.shell("cat").build(), new RecordingListener());
            }
            assertThat(proxy.openConnections()).isGreaterThanOrEqualTo(10);

            runtime.close();

            await().atMost(ContainerRuntimeContract.PATIENCE)
                    .untilAsserted(() -> assertThat(proxy.openConnections()).isZero());
        }
    }

    private static void assertUnavailable(Throwable e, String where) {
        assertThat(e)
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining(where)
                .hasMessageContaining("DOCKER_HOST")
                .hasMessageContaining("Start Docker");
        assertThat(((GatewayException) e).code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE);
    }

    private void echoOver(Map<String, String> environment) throws IOException {
        try (TestContext context = context(environment);
                ContainerRuntime runtime = DockerContainerRuntime.create(context)) {
            Workload workload = runtime.start(engine.shell("cat").build(), heard);

            workload.stdin().write("over the wire\n".repeat(100_000).getBytes(UTF_8));
            // Before the end: the JDK's TLS server, which stands in for an engine's here, writes nothing any more once
            // it
            // has heard of the end of what it reads.
            await().atMost(ContainerRuntimeContract.PATIENCE).until(() -> heard.stdoutLength() == 1_400_000);
            workload.stdin().close();

            assertThat(exit(workload)).isEqualTo(WorkloadExit.of(0));
            assertThat(context.reported()).isEmpty();
            assertThat(heard.stdoutText().equals("over the wire\n".repeat(100_000)))
                    .isTrue();
        }
    }

    /** The environment of this process without what names an engine. */
    private TestContext context(Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(System.getenv());
        all.keySet().removeIf(name -> name.startsWith("DOCKER_"));
        all.put("DOCKER_CONFIG", directory.resolve("no-docker-config").toString());
        all.putAll(environment);
        return TestContext.create(directory).withEnvironment(all);
    }

    private static WorkloadExit exit(Workload workload) {
        await().atMost(ContainerRuntimeContract.PATIENCE)
                .until(() -> workload.exit().toCompletableFuture().isDone());
        return workload.exit().toCompletableFuture().join();
    }

    private static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** One certificate that is authority, server and client at once, as files for the client. */
    private Path certificates() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-ext",
                        "bc:c")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = keys(store);
        Path target = Files.createDirectory(directory.resolve("certificates"));
        String certificate = pem("CERTIFICATE", keys.getCertificate("it").getEncoded());
        Files.writeString(target.resolve("ca.pem"), certificate);
        Files.writeString(target.resolve("cert.pem"), certificate);
        Files.writeString(
                target.resolve("key.pem"),
                pem("PRIVATE KEY", keys.getKey("it", PASSWORD).getEncoded()));
        return target;
    }

    private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static String pem(String kind, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind);
    }

    private ServerSocket tlsServer(Path certificates) throws IOException, GeneralSecurityException {
        KeyStore keys = keys(certificates.resolveSibling("store.p12"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", keys.getCertificate("it"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket server = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return server;
    }
}
