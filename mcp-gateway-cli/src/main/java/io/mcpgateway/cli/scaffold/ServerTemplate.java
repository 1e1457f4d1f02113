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

/** What a server can begin as, and the files of each. */
enum ServerTemplate {
    /** One tool. */
    BASIC(false),

    /** A tool, and a widget that shows in ChatGPT what it returned. */
    CHATGPT_APP_BASIC(true);

    private static final List<String> SHARED = List.of("catalog.yaml", "compose.yaml");
    private static final String README = "README.md";
    private static final String NAME = "@NAME@";

    private final boolean hasPage;

    ServerTemplate(boolean hasPage) {
        this.hasPage = hasPage;
    }

    /** The template that a word means. */
    static ServerTemplate named(String word) {
        List<String> words = Arrays.stream(values()).map(ServerTemplate::text).toList();
        return Arrays.stream(values())
                .filter(template -> template.text().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigException("unknown template: " + word + Suggestions.didYouMeanOneOf(word, words)));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the files of a server of this name hold, by their paths. */
    Map<String, String> files(Language language, String server) {
        Map<String, String> resources = new LinkedHashMap<>();
        SHARED.forEach(file -> resources.put(file, "both/" + file));
        resources.putAll(language.build());
        resources.put(README, own(README));
        resources.put(language.source(), own(lastWord(language.source()) + ".txt"));
        if (hasPage) {
            resources.put(language.page(), own(lastWord(language.page())));
        }
        Map<String, String> files = new LinkedHashMap<>();
        resources.forEach((file, resource) -> files.put(file, content(resource, server)));
        return files;
    }

    private String own(String file) {
        return text() + "/" + file;
    }

    private static String lastWord(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String content(String resource, String server) {
        try (InputStream in = ServerTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The template " + resource + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(NAME, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
