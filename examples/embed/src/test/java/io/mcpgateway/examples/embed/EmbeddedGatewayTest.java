package io.mcpgateway.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.examples.docs.Documents;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedGatewayTest {
    @TempDir
    private Path home;

    @Test
    @Timeout(90)
    void itPrintsWhatTheReadmeShows() throws Exception {
        assertThat(Program.run(home, home, Program.ofThisClassPath()))
                .isEqualTo(Documents.block("examples/embed/README.md", "text"));
    }
}
