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
        "go, basic, 'Dockerfile README.md catalog.yaml compose.yaml go.mod main.go'",
        "java, basic, 'Dockerfile README.md catalog.yaml compose.yaml pom.xml src/main/java/mcpserver/Main.java'",
        "go, chatgpt-app-basic, 'Dockerfile README.md catalog.yaml compose.yaml go.mod main.go ui.html'",
        "java, chatgpt-app-basic, 'Dockerfile README.md catalog.yaml compose.yaml pom.xml src/main/java/mcpserver/Main.java"
                + " src/main/resources/mcpserver/ui.html'"
    })
    void aProjectIsWrittenUnderItsNameAndUndone(String language, String template, String expected) throws IOException {
        Path target = directory.resolve("my-server2");
        String[] words = {"server", "init", target.toString(), "--language", language, "--template", template};
        assertThat(ok(Stream.concat(Stream.of(words), Stream.of("--dry-run")).toArray(String[]::new))
                        .out())
                .contains("+++ " + target.resolve("catalog.yaml"));
        assertThat(target).doesNotExist();

        Result done = ok(words);

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
        ok(words);
    }

    @Test
    void withoutAWordItIsTheBasicOneInGo() throws IOException {
        Path plain = directory.resolve("plain/greeter");
        Path named = directory.resolve("named/greeter");
        ok("server", "init", plain.toString());
        ok("server", "init", named.toString(), "--language", "go", "--template", "basic");

        assertThat(files(plain)).isEqualTo(files(named));
        for (String file : files(plain)) {
            assertThat(plain.resolve(file)).hasSameTextualContentAs(named.resolve(file));
        }
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
                .contains("unsupported language: jav; did you mean 'java'? There are go, java");
        Result fancy = cli.run("server", "init", target, "--template", "fancy");
        assertThat(fancy.status()).isEqualTo(2);
        assertThat(fancy.err()).hasLineCount(1).contains("unknown template: fancy; there are basic, chatgpt-app-basic");
        Result half = cli.run("server", "init", target, "--template", "chatgpt-app");
        assertThat(half.status()).isEqualTo(2);
        assertThat(half.err())
                .contains(
                        "unknown template: chatgpt-app; did you mean 'chatgpt-app-basic'? There are basic, chatgpt-app-basic");
        assertThat(directory.resolve("x")).doesNotExist();
    }
}
