package io.mcpgateway.cli.scaffold;

import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.model.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The languages that a server can be begun in, and the files of each. */
enum Language {
    GO(Map.of("go.mod", "go/go.mod.txt", "main.go", "go/main.go.txt", "Dockerfile", "go/Dockerfile")),
    JAVA(Map.of(
            "pom.xml",
            "java/pom.xml",
            "src/main/java/mcpserver/Main.java",
            "java/src/Main.java.txt",
            "Dockerfile",
            "java/Dockerfile"));

    private static final List<String> SHARED = List.of("catalog.yaml", "compose.yaml", "README.md");
    private static final String NAME = "@NAME@";

    private final Map<String, String> own;

    Language(Map<String, String> own) {
        this.own = own;
    }

    /** The language that a word means. */
    static Language named(String word) {
        List<String> words = Arrays.stream(values()).map(Language::text).toList();
        return Arrays.stream(values())
                .filter(language -> language.text().equals(word))
                .findFirst()
                .orElseThrow(() -> new ConfigException("unsupported language: " + word + " (there are "
                        + String.join(", ", words) + ")" + Suggestions.didYouMean(word, words)));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the files of a server of this name hold, by their paths. */
    Map<String, String> files(String server) {
        Map<String, String> files = new LinkedHashMap<>();
        SHARED.forEach(file -> files.put(file, text("both/" + file, server)));
        own.forEach((file, resource) -> files.put(file, text(resource, server)));
        return files;
    }

    private static String text(String resource, String server) {
        try (InputStream in = Language.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The template " + resource + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(NAME, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
