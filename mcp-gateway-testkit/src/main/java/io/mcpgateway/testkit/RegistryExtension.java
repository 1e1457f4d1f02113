package io.mcpgateway.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A {@link LocalRegistry} for the tests of a class, which registers it as a static extension. Where the program is not
 * installed they are skipped or fail, as {@link LocalRegistry#require} says.
 */
public final class RegistryExtension implements BeforeAllCallback, AfterAllCallback {
    /** Who may log in to a guarded one. */
    public static final String USER = "it";

    /** The user's password. */
    public static final String PASSWORD = "s3cret";

    private static final String USERS = USER + ":$2b$04$RxwQxJM9XOmlyQixg87c0eAh4Quks3mQSagUdV0vuP48SY81vTTGi\n";

    private final String users;
    private @Nullable Path directory;
    private @Nullable LocalRegistry registry;

    private RegistryExtension(String users) {
        this.users = users;
    }

    /** One without login. */
    public static RegistryExtension open() {
        return new RegistryExtension("");
    }

    /** One that lets in {@link #USER} only. */
    public static RegistryExtension guarded() {
        return new RegistryExtension(USERS);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        LocalRegistry.require(context.getRequiredTestClass());
        Path made = Files.createTempDirectory("registry");
        directory = made;
        registry = LocalRegistry.start(made, users);
    }

    /** Its host and port, as in references. */
    public String host() {
        return requireNonNull(registry, "it is not running").host();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (registry != null) {
            registry.close();
        }
        if (directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
