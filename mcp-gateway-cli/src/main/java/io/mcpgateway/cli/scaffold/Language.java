package io.mcpgateway.cli.scaffold;

import io.mcpgateway.cli.console.Suggestions;
import io.mcpgateway.model.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The languages that a server can be begun in, and where their files are. */
enum Language {
    GO(Map.of("go.mod", "go/go.mod.txt", "Dockerfile", "go/Dockerfile"), "main.go", "ui.html"),
    JAVA(
            Map.of("pom.xml", "java/pom.xml", "Dockerfile", "java/Dockerfile"),
            "src/main/java/mcpserver/Main.java",
            "src/main/resources/mcpserver/ui.html");

    private final Map<String, String> build;
    private final String source;
    private final String page;

    Language(Map<String, String> build, String source, String page) {
        this.build = build;
        this.source = source;
        this.page = page;
    }

    /** The language that a word means. */
    static Language named(String word) {
        List<String> words = Arrays.stream(values()).map(Language::text).toList();
        return Arrays.stream(values())
                .filter(language -> language.text().equals(word))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "unsupported language: " + word + Suggestions.didYouMeanOneOf(word, words)));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The resources that a server is built with, whatever it begins as, by the paths of their files. */
    Map<String, String> build() {
        return build;
    }

    /** Where a server's code is. */
    String source() {
        return source;
    }

    /** Where an HTML page is that the code shows. */
    String page() {
        return page;
    }
}
