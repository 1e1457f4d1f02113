package io.mcpgateway.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.PackageRequest;
import io.mcpgateway.settings.PackageSettings;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackagesTest {
    private static final PackageRequest NOTES =
            new PackageRequest(new PackageReference(PackageRegistry.NPM, "notes", "1.2.3", "", ""), false, false);

    private static PackageSettings from(PackageRegistry registry, String address) {
        return new PackageSettings(
                PackageSettings.Venue.AUTO, Map.of(), Map.of(registry, URI.create(address)), Set.of());
    }

    @Test
    void whatAnotherRegistryGaveIsAnotherBuild() {
        String ofThePublicOne = Packages.key(NOTES, PackageSettings.DEFAULT, "node");

        assertThat(Packages.key(NOTES, from(PackageRegistry.NPM, "https://npm.example/"), "node"))
                .isNotEqualTo(ofThePublicOne);
        assertThat(Packages.key(NOTES, from(PackageRegistry.PYPI, "https://pypi.example/"), "node"))
                .as("nothing of npm comes from there")
                .isEqualTo(ofThePublicOne);
    }
}
