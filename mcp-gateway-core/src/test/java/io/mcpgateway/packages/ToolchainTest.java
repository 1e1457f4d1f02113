package io.mcpgateway.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.WorkloadSpec.Bind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs that answer as a node that is installed there does. */
class ToolchainTest {
    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void home() throws IOException {
        home = Files.createDirectory(directory.toRealPath().resolve("home"));
    }

    private Path node(Path prefix) throws IOException {
        Files.createDirectories(prefix.resolve("lib/node_modules/npm"));
        Path program = Files.createDirectories(prefix.resolve("bin")).resolve("node");
        Files.writeString(program, "#!/bin/sh\necho " + program + "; echo " + prefix + "; echo v24.0.0-linux-x64\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Toolchain find(Path prefix) {
        return Toolchain.find(PackageRegistry.NPM, prefix.resolve("bin").toString(), home);
    }

    private static Bind shown(Path place) {
        return new Bind(place, place.toString(), true);
    }

    @Test
    void anInstallationOfItsOwnIsShownWhole() throws Exception {
        Path prefix = home.resolve(".nvm/versions/node/v24.0.0");
        node(prefix);

        assertThat(find(prefix).mounts()).containsExactly(shown(prefix));
    }

    @Test
    void ofAPlaceThatHoldsMuchElseOnlyWhatRunsIsShown() throws Exception {
        Path prefix = home.resolve(".local");
        Path program = node(prefix);
        Files.createDirectories(prefix.resolve("share/keyrings"));

        assertThat(find(prefix).mounts()).containsExactly(shown(program), shown(prefix.resolve("lib/node_modules")));
    }

    @Test
    void aPlaceWithTheHomeInItIsRefused() throws Exception {
        node(home);

        assertThatThrownBy(() -> find(home))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("has your home in it");
    }

    @Test
    void whatALinkLeadsToIsShownAsThePlaceItself() throws Exception {
        Path real = home.resolve("tools/node-24");
        node(real);
        Path link = Files.createSymbolicLink(home.resolve("node"), real);
        node(link); // now it answers with the link

        assertThat(find(link).mounts()).containsExactly(shown(real));
        assertThat(find(link).program()).isEqualTo(real.resolve("bin/node"));
    }
}
