package io.mcpgateway.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a table of sockets of the test's own; the scenario {@code usage-gateway} has the real client. */
class DockerClientTest {
    @TempDir
    Path directory;

    private final CountDownLatch gone = new CountDownLatch(1);

    private Path sockets(String name) throws Exception {
        return Files.writeString(
                directory.resolve("unix"),
                "Num RefCount Protocol Flags Type St Inode Path\n0: 2 0 10000 1 1 35 /run/x\n1: 2 0 10000 1 1 36 "
                        + name + "\n");
    }

    @Test
    void itsEndIsSeenWhenItsSocketIsNoLongerListed() throws Exception {
        Path sockets = sockets("@docker_cli_1");
        DockerClient.whenGone("@docker_cli_1", sockets, gone::countDown);
        assertThat(gone.getCount()).isOne();

        sockets("@docker_cli_12");

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void socketThatWasNeverListedIsNotWaitedFor() throws Exception {
        DockerClient.whenGone("", sockets("@docker_cli_1"), gone::countDown);
        DockerClient.whenGone("@docker_cli_2", sockets("@docker_cli_1"), gone::countDown);
        DockerClient.whenGone("/run/x", sockets("@docker_cli_1"), gone::countDown);
        DockerClient.whenGone("@docker_cli_1", directory.resolve("none"), gone::countDown);

        // The other test's watcher may be about to end.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("docker-client")));
    }
}
