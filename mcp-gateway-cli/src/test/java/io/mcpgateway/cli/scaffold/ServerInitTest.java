package io.mcpgateway.cli.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.Cli.Result;
import io.mcpgateway.cli.CliHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerInitTest extends CliHome {
    private List<String> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "go, 'Dockerfile README.md catalog.yaml compose.yaml go.mod main.go'",
        "java, 'Dockerfile README.md catalog.yaml compose.yaml pom.xml src/main/java/mcpserver/Main.java'"
    })
    void aProjectIsWrittenUnderItsNameAndUndone(String language, String expected) throws IOException {
        Path target = directory.resolve("my-server2");
        assertThat(ok("server", "init", target.toString(), "--language", language, "--dry-run")
                        .out())
                .contains("+++ " + target.resolve("catalog.yaml"));
        assertThat(target).doesNotExist();

        Result done = ok("server", "init", target.toString(), "--language", language, "--template", "basic");

        assertThat(done.out()).isEqualTo("Created server 'my-server2' in " + target + "\n");
        assertThat(done.err()).contains("docker build -t my-server2 .");
        assertThat(files(target)).containsExactly(expected.split(" "));
        for (String file : files(target)) {
            assertThat(target.resolve(file)).content().doesNotContain("@");
        }
        assertThat(ok("catalog", "show", target.resolve("catalog.yaml").toString(), "--json")
                        .out())
                .contains("\"image\" : \"my-server2:latest\"");
        ok("undo");
        assertThat(files(target)).isEmpty();
        ok("server", "init", target.toString(), "--language", language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"My-Server", "a b", "1st", "a--b", "-a", "a_b", "a$(id)", "ä"})
    void aNameThatIsNoneIsRefused(String name) {
        Result refused = cli.run("server", "init", "--", directory.resolve(name).toString());

        assertThat(refused.status()).as(refused.err()).isEqualTo(2);
        assertThat(directory.resolve(name)).doesNotExist();
    }

    @Test
    void whatIsThereIsLeftAlone() throws IOException {
        Path full = Files.createDirectories(directory.resolve("full"));
        Files.writeString(full.resolve(".hidden"), "mine");
        assertThat(cli.run("server", "init", full.toString()).err()).contains("directory " + full + " is not empty");
        assertThat(files(full)).containsExactly(".hidden");
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(cli.run("server", "init", file.toString()).err()).contains("is no directory");
        String target = directory.resolve("x").toString();
        assertThat(cli.run("server", "init", target, "--language", "jav").err())
                .contains("unsupported language: jav (there are go, java); did you mean 'java'?");
        assertThat(cli.run("server", "init", target, "--template", "fancy").status())
                .isEqualTo(2);
        assertThat(directory.resolve("x")).doesNotExist();
    }
}
