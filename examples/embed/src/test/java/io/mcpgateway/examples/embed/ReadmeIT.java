package io.mcpgateway.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.examples.docs.Documents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example as packaged, with the command that the README shows; the build that runs this did the rest. */
class ReadmeIT {
    @TempDir
    private Path home;

    @Test
    @Timeout(90)
    void theCommandOfTheReadmeRuns() throws Exception {
        List<String> commands =
                Documents.block("examples/embed/README.md", "shell").lines().toList();
        assertThat(commands).hasSize(2);
        assertThat(commands.get(0)).isEqualTo("./mvnw -q -pl examples/embed -am -DskipTests package");

        String output =
                Program.run(home, Documents.root(), List.of(commands.get(1).split(" ")));

        assertThat(output).isEqualTo(Documents.block("examples/embed/README.md", "text"));
    }
}
