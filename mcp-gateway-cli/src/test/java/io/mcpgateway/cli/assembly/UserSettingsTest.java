package io.mcpgateway.cli.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.settings.GatewayOptions.Egress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserSettingsTest {
    @TempDir
    Path home;

    private UserSettings written(String text) throws IOException {
        Files.writeString(home.resolve("settings.yaml"), text);
        return UserSettings.of(home);
    }

    @Test
    void nothingIsSettledByDefault() throws IOException {
        assertThat(UserSettings.of(home).egress()).isEqualTo(Egress.OPEN);
        assertThat(written("").egress()).isEqualTo(Egress.OPEN);
        assertThat(written("# nothing\nlater: {x: 1}\n").egress()).isEqualTo(Egress.OPEN);
    }

    @Test
    void egressIsEnforcedOrOpen() throws IOException {
        assertThat(written("egress: enforce\n").egress()).isEqualTo(Egress.ENFORCE);
        assertThat(written("{\"egress\": \"open\"}").egress()).isEqualTo(Egress.OPEN);
    }

    @Test
    void packagesRunInTheImagesThatAreNamed() throws IOException {
        assertThat(UserSettings.of(home).packageImages()).isEmpty();
        assertThat(written("packageImages: {npm: my/node, pypi: my/python}\n").packageImages())
                .containsEntry(PackageRegistry.NPM, "my/node")
                .containsEntry(PackageRegistry.PYPI, "my/python");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            egress: block, settings.yaml:1:9: 'egress' is enforce or open
            egress: true, settings.yaml:1:9: 'egress' is enforce or open
            egress: [enforce], settings.yaml:1:9: 'egress' is enforce or open
            - egress, settings.yaml:1:1: the settings must be a map
            'egress: open, egress: enforce', settings.yaml:1
            packageImages: my/node, settings.yaml:1:16: 'packageImages' is a map of npm and pypi to images
            packageImages: {deb: my/debian}, settings.yaml:1:17: 'packageImages' is of npm and pypi
            packageImages: {npm: [my/node]}, settings.yaml:1:22: this is no image
            packageImages: {npm: 24}, settings.yaml:1:22: this is no image
            """)
    void whatIsWrongIsNamedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> written(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
