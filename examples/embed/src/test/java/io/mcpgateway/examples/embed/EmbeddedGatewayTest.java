package io.mcpgateway.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.examples.docs.Documents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedGatewayTest {
    @TempDir
    private Path home;

    @Test
    @Timeout(90)
    void itPrintsWhatTheReadmeShows() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String output = Program.run(
                home,
                home,
                List.of(java, "-cp", System.getProperty("java.class.path"), EmbeddedGateway.class.getName()));

        assertThat(output).isEqualTo(Documents.block("examples/embed/README.md", "text"));
    }
}
