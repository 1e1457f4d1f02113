package io.mcpgateway.cli.assembly;

import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Scalar;
import io.mcpgateway.files.YamlReader;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.settings.GatewayOptions.Egress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the user has settled for every gateway of a home, in its {@code settings.yaml}. Keys that are not known are left to
 * those who know them.
 *
 * @param egress whether servers are held to their hosts: {@code egress: enforce} or {@code egress: open}
 * @param packageImages the images that packages run in: {@code packageImages: {npm: IMAGE, pypi: IMAGE}}
 */
record UserSettings(Egress egress, Map<PackageRegistry, String> packageImages) {
    private static final String FILE = "settings.yaml";
    private static final UserSettings NONE = new UserSettings(Egress.OPEN, Map.of());

    /**
     * The settings of a home; a missing file settles nothing.
     *
     * @throws ConfigException if the file cannot be read, or a value is none that is known; the message names the place
     */
    static UserSettings of(Path home) {
        Path file = home.resolve(FILE);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return NONE;
        } catch (IOException e) {
            throw new ConfigException("Cannot read " + file + ": " + e.getMessage(), e);
        }
        Optional<YamlNode> document = YamlReader.read(file.toString(), bytes);
        if (document.isEmpty()) {
            return NONE;
        }
        if (!(document.get() instanceof Mapping settings)) {
            throw document.get()
                    .place()
                    .error("the settings must be a map, not " + document.get().kind());
        }
        return new UserSettings(
                settings.get("egress").map(UserSettings::egress).orElse(Egress.OPEN),
                settings.get("packageImages").map(UserSettings::packageImages).orElse(Map.of()));
    }

    private static Map<PackageRegistry, String> packageImages(YamlNode value) {
        if (!(value instanceof Mapping mapping)) {
            throw value.place().error("'packageImages' is a map of npm and pypi to images");
        }
        Map<PackageRegistry, String> images = new EnumMap<>(PackageRegistry.class);
        mapping.members()
                .forEach((name, member) -> images.put(
                        PackageRegistry.parse(name)
                                .orElseThrow(() -> member.key().place().error("'packageImages' is of npm and pypi")),
                        image(member.value())));
        return images;
    }

    private static String image(YamlNode value) {
        if (value instanceof Scalar scalar
                && scalar.type() == Scalar.Type.TEXT
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        throw value.place().error("this is no image, such as node@sha256:…");
    }

    private static Egress egress(YamlNode value) {
        return switch (value instanceof Scalar scalar ? scalar.text() : "") {
            case "enforce" -> Egress.ENFORCE;
            case "open" -> Egress.OPEN;
            default -> throw value.place().error("'egress' is enforce or open");
        };
    }
}
