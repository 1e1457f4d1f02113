package io.mcpgateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Modular applications find everything that the SDK needs, though most of it has no module descriptor. */
class ModulePathTest {
    private static final List<String> OF_TESTS = List.of(
            "test-classes",
            "testkit",
            "surefire",
            "junit",
            "mockito",
            "assertj",
            "awaitility",
            "hamcrest",
            "byte-buddy",
            "objenesis",
            "opentest4j",
            "apiguardian",
            "slf4j-simple");

    @Test
    void theModuleResolvesWithMapperAndValidator() throws Exception {
        Path[] modulePath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> OF_TESTS.stream().noneMatch(entry::contains))
                .map(Path::of)
                .toArray(Path[]::new);
        Configuration configuration = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(modulePath), ModuleFinder.of(), Set.of("io.mcpgateway.sdk"));
        ClassLoader loader = ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findLoader("io.mcpgateway.sdk");

        Class<?> json = Class.forName("io.mcpgateway.sdk.SdkJson", true, loader);

        assertThat(json.getModule().getName()).isEqualTo("io.mcpgateway.sdk");
        assertThat(json).isNotSameAs(SdkJson.class);
    }
}
