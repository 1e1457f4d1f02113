package io.mcpgateway.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads code blocks of Markdown files and the regions of source files that they quote. */
public final class Documents {
    /** A fence, with the comment above it that names its source. */
    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- source: (?<path>[^#\\s]+)(?:#(?<region>\\S+))? -->\\n)?```(?<language>\\w*)\\n(?<code>.*?)```\\n",
            Pattern.DOTALL);

    private Documents() {}

    /**
     * One block.
     *
     * @param source what it quotes, {@code path#region} or {@code path}; empty if nothing
     */
    record Block(String language, String source, String code) {}

    /** The root of the repository, seen from the directory of a module. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("LICENSE"))) {
            directory = java.util.Objects.requireNonNull(directory.getParent(), "no repository around this module");
        }
        return directory;
    }

    /** The first block of a file in a language. */
    public static String block(String document, String language) throws IOException {
        return blocks(root().resolve(document)).stream()
                .filter(block -> block.language().equals(language))
                .findFirst()
                .orElseThrow()
                .code();
    }

    static List<Block> blocks(Path markdown) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(markdown));
        while (matcher.find()) {
            String path = matcher.group("path");
            String region = matcher.group("region");
            String source = path == null ? "" : region == null ? path : path + "#" + region;
            blocks.add(new Block(matcher.group("language"), source, matcher.group("code")));
        }
        return blocks;
    }

    /** What a block that quotes {@code source} has to say. */
    static String quote(String source) throws IOException {
        int hash = source.indexOf('#');
        if (hash < 0) {
            return Files.readString(root().resolve(source));
        }
        String name = source.substring(hash + 1);
        StringBuilder text = new StringBuilder();
        boolean inside = false;
        for (String line : Files.readAllLines(root().resolve(source.substring(0, hash)))) {
            if (line.strip().equals("// region " + name)) {
                inside = true;
            } else if (inside && line.strip().equals("// endregion")) {
                return text.toString().stripTrailing().stripIndent()
                        + "\n"; // a last line break would count as indent 0
            } else if (inside) {
                text.append(line).append('\n');
            }
        }
        throw new IOException("No region '" + name + "' in " + source);
    }

    /** Brings the quotes of a file up to date. */
    static void update(Path markdown) throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(markdown));
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String path = matcher.group("path");
            if (path != null) {
                String region = matcher.group("region");
                String suffix = region == null ? "" : "#" + region;
                String block = "<!-- source: " + path + suffix + " -->\n```" + matcher.group("language") + "\n"
                        + quote(path + suffix) + "```\n";
                matcher.appendReplacement(text, Matcher.quoteReplacement(block));
            }
        }
        Files.writeString(markdown, matcher.appendTail(text).toString());
    }
}
