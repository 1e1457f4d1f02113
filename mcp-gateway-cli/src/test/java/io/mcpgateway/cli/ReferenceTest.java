package io.mcpgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.cli.console.Console;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages {@code docs/reference/*.md} are what the commands' help says. With {@code -Dreference.write=true} they are
 * written; without it a page that differs fails.
 */
class ReferenceTest {
    private static final Path PAGES = Path.of("..", "docs", "reference");

    @TempDir
    Path home;

    @Test
    void thePagesAreWhatTheHelpSays() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        for (Node top : root().children()) {
            if (root().visible().containsKey(top.name())) {
                StringBuilder page = new StringBuilder("# mcp-gateway " + top.name() + "\n");
                describe(top, List.of(top.name()), page);
                pages.put(top.name() + ".md", page.toString());
            }
        }
        if (Boolean.getBoolean("reference.write")) {
            Files.createDirectories(PAGES);
            pages.forEach(ReferenceTest::write);
        }
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.list(PAGES)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertThat(found)
                .as("run 'mvn -pl mcp-gateway-cli -am test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dreference.write=true' to write them")
                .isEqualTo(pages);
    }

    private static void write(String name, String page) {
        try {
            Files.writeString(PAGES.resolve(name), page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Node root() {
        return new CommandTree(new Session(new Console(
                        InputStream.nullInputStream(),
                        new ByteArrayOutputStream(),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        Map.of(),
                        Terminal.NONE)))
                .root();
    }

    private void describe(Node node, List<String> words, StringBuilder page) {
        List<String> help = new ArrayList<>(words);
        help.add("--help");
        Cli.Result result = new Cli(home).run(help.toArray(String[]::new));
        assertThat(result.status()).as(String.join(" ", words)).isZero();
        if (words.size() > 1) {
            page.append("\n## ").append(String.join(" ", words)).append('\n');
        }
        page.append("\n```text\n").append(result.out().stripTrailing()).append("\n```\n");
        for (Node child : node.children()) {
            if (node.visible().containsKey(child.name())) {
                List<String> below = new ArrayList<>(words);
                below.add(child.name());
                describe(child, below, page);
            }
        }
    }
}
