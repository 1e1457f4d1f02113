package io.mcpgateway.secret;

import io.mcpgateway.files.HomePaths;
import io.mcpgateway.spi.EventSink;
import io.mcpgateway.spi.SecretStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The list of stores that users write after {@code --secrets}. */
public final class SecretSearchPath {
    private static final String DOCKER_DESKTOP = "docker-desktop";
    // A colon separates, unless it follows a single letter and precedes a slash: a Windows drive.
    private static final Pattern SEPARATOR = Pattern.compile("(?<!(?:^|:)[A-Za-z]):|:(?![/\\\\])");

    private SecretSearchPath() {}

    /**
     * The stores of a search path {@code element:element:…}, in order. An element is a {@code .env} file or a directory of
     * files; one that does not exist may appear later and has no secrets until then.
     *
     * @param text the search path
     * @param base what relative paths are relative to
     * @param helper the credential helper that {@code docker-desktop} stands for
     * @param events hears once that {@code docker-desktop} is named and stands for nothing
     */
    public static List<SecretStore> parse(String text, Path base, Optional<String> helper, EventSink events) {
        List<SecretStore> stores = new ArrayList<>();
        boolean desktop = false;
        for (String element : SEPARATOR.split(text)) {
            String path = element.strip();
            if (path.equals(DOCKER_DESKTOP) && helper.isPresent()) {
                stores.add(new CredentialHelperSecretStore(helper.get()));
            } else if (path.equals(DOCKER_DESKTOP)) {
                desktop = true;
            } else if (!path.isEmpty()) {
                stores.add(store(HomePaths.resolve(base, path)));
            }
        }
        if (desktop) {
            events.event(
                    EventSink.Level.INFO,
                    "docker-desktop is no secret store here, for Docker's config.json names no 'credsStore'; the other stores are used",
                    Map.of("secrets", text));
        }
        return List.copyOf(stores);
    }

    private static SecretStore store(Path path) {
        return Files.isDirectory(path) ? new DirectorySecretStore(path) : new EnvFileSecretStore(path);
    }
}
