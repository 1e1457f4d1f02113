package io.mcpgateway.catalog;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads which package a server is: from a map {@code package}, from a command line of {@code npx} or {@code uvx}, or from
 * both, where the map says which package and the line which arguments. Stateless.
 */
final class PackageFields {
    private PackageFields() {}

    /**
     * What was read.
     *
     * @param reference the package
     * @param arguments the arguments of its program
     */
    record Read(PackageReference reference, List<String> arguments) {}

    /** Whether this is a command line of {@code npx} or {@code uvx}. */
    static boolean isLine(List<String> command) {
        return !command.isEmpty()
                && (command.get(0).equals("npx") || command.get(0).equals("uvx"));
    }

    /**
     * Reads it.
     *
     * @param fields the map; empty if there is none
     * @param command the command; may be empty
     * @throws ConfigException if it cannot be read; the message says what is wrong
     */
    static Read read(Optional<Fields> fields, List<String> command) {
        Optional<Line> line = isLine(command) ? Optional.of(Line.parse(command)) : Optional.empty();
        List<String> arguments = line.map(Line::arguments).orElse(command);
        if (fields.isPresent()) {
            return new Read(of(fields.get()), arguments);
        }
        if (line.isEmpty()) {
            throw new ConfigException(
                    "a server of type package needs a 'package' with registry, name and version, or a 'command' such"
                            + " as [npx, -y, name@1.2.3] or [uvx, name==1.2.3]");
        }
        return new Read(line.get().reference(), arguments);
    }

    private static PackageReference of(Fields fields) {
        String registry = fields.text("registry").orElse("");
        return new PackageReference(
                PackageRegistry.parse(registry)
                        .orElseThrow(
                                () -> new ConfigException("'package.registry' is npm or pypi, not '" + registry + "'")),
                fields.text("name").orElse("").strip(),
                fields.text("version").orElse("").strip(),
                fields.text("executable").orElse("").strip(),
                fields.text("integrity").orElse("").strip());
    }

    /**
     * A command line, taken apart.
     *
     * @param registry by its first word
     * @param from the package, as written
     * @param executable the program; empty for the package's own
     * @param arguments what comes after
     */
    private record Line(PackageRegistry registry, String from, String executable, List<String> arguments) {
        static Line parse(List<String> command) {
            boolean npm = command.get(0).equals("npx");
            String from = "";
            Iterator<String> words = command.subList(1, command.size()).iterator();
            String word = "";
            while (words.hasNext()) {
                word = words.next();
                if (npm && (word.equals("-y") || word.equals("--yes") || word.equals("--"))) {
                    word = "";
                } else if (word.equals(npm ? "--package" : "--from") || (npm && word.equals("-p"))) {
                    from = words.hasNext() ? words.next() : "";
                    word = "";
                } else if (npm && word.startsWith("--package=")) {
                    from = word.substring("--package=".length());
                    word = "";
                } else if (word.startsWith("-")) {
                    throw new ConfigException("'" + command.get(0) + "' is not run, and what it would do with '" + word
                            + "' is not known; write 'package' with registry, name and version instead");
                } else {
                    break;
                }
            }
            List<String> arguments = new ArrayList<>();
            words.forEachRemaining(arguments::add);
            return from.isEmpty()
                    ? new Line(registry(npm), word, "", arguments)
                    : new Line(registry(npm), from, word, arguments);
        }

        private static PackageRegistry registry(boolean npm) {
            return npm ? PackageRegistry.NPM : PackageRegistry.PYPI;
        }

        PackageReference reference() {
            int version = registry == PackageRegistry.NPM ? from.lastIndexOf('@') : from.indexOf("==");
            int length = registry == PackageRegistry.NPM ? 1 : 2;
            if (registry == PackageRegistry.PYPI && version < 0) {
                version = from.indexOf('@');
                length = 1;
            }
            if (version <= 0) {
                throw new ConfigException("'" + from + "' names no exact version of a package; write '" + from
                        + (registry == PackageRegistry.NPM ? "@1.2.3'" : "==1.2.3'"));
            }
            return new PackageReference(
                    registry, from.substring(0, version), from.substring(version + length), executable, "");
        }
    }
}
