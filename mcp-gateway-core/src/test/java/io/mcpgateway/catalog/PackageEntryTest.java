package io.mcpgateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.Catalogs;
import io.mcpgateway.model.CatalogSnapshot;
import io.mcpgateway.model.PackageReference;
import io.mcpgateway.model.PackageRegistry;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.EnvironmentEntry;
import io.mcpgateway.model.ServerType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageEntryTest {
    private static CatalogSnapshot read(String entry) {
        String catalog = "registry:\n  s:\n" + entry.indent(4);
        return Catalogs.document("test.yaml", catalog.getBytes(StandardCharsets.UTF_8))
                .read();
    }

    private static ServerEntry entry(String text) {
        CatalogSnapshot snapshot = read(text);
        assertThat(snapshot.problems()).isEmpty();
        return snapshot.servers().get("s");
    }

    private static String problem(String text) {
        CatalogSnapshot snapshot = read(text);
        assertThat(snapshot.servers()).isEmpty();
        return snapshot.problems().stream().map(Problem::message).reduce("", (all, one) -> all + one + "\n");
    }

    @Test
    void theMapSaysWhichPackageAndTheCommandItsArguments() {
        ServerEntry entry = entry("""
                type: package
                package: {registry: npm, name: "@acme/notes", version: 1.2.3-beta.1, executable: notes, integrity: sha512-abc=}
                command: [--dir, "{{s.dir}}"]
                """);

        assertThat(entry.type()).isEqualTo(ServerType.PACKAGE);
        assertThat(entry.packageReference())
                .contains(new PackageReference(
                        PackageRegistry.NPM, "@acme/notes", "1.2.3-beta.1", "notes", "sha512-abc="));
        assertThat(entry.command()).containsExactly("--dir", "{{s.dir}}");
    }

    @Test
    void linesOfOtherClientsArePackages() {
        ServerEntry entry = entry("""
                command: npx
                args: ["-y", "@acme/notes@1.2.3", "--flag", "-y"]
                env: {KEY: value, NUMBER: 7}
                """);

        assertThat(entry.type()).isEqualTo(ServerType.PACKAGE);
        assertThat(entry.packageReference().orElseThrow().text()).isEqualTo("@acme/notes@1.2.3");
        assertThat(entry.command()).containsExactly("--flag", "-y");
        assertThat(entry.environment())
                .containsExactly(new EnvironmentEntry("KEY", "value"), new EnvironmentEntry("NUMBER", "7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[npx, --yes, notes@1.2.3]                | notes@1.2.3  | ''",
                "[npx, -y, --package, notes@1.2.3, other] | notes@1.2.3  | other",
                "[npx, --package=@a/b@1.2.3, --, other]   | @a/b@1.2.3   | other",
                "[uvx, notes==1.2]                        | notes==1.2   | ''",
                "[uvx, notes@2025.7.1]                    | notes==2025.7.1 | ''",
                "[uvx, --from, notes==1.2.post1, other]   | notes==1.2.post1 | other"
            })
    void linesNamePackageAndProgram(String command, String reference, String executable) {
        PackageReference read =
                entry("type: package\ncommand: " + command).packageReference().orElseThrow();

        assertThat(read.text()).isEqualTo(reference);
        assertThat(read.executable()).isEqualTo(executable);
    }

    @Test
    void imageAndCommandBesideAPackageAreForOtherPrograms() {
        ServerEntry entry = entry("""
                type: server
                image: node:24-bookworm-slim
                package: {registry: npm, name: notes, version: 1.2.3}
                command: [npx, --yes, "notes@1.2.3", "--dir={{s.dir}}"]
                """);

        assertThat(entry.type()).isEqualTo(ServerType.PACKAGE);
        assertThat(entry.image()).contains("node:24-bookworm-slim");
        assertThat(entry.command()).containsExactly("--dir={{s.dir}}");
    }

    @Test
    void anImageThatRunsNpxIsAnImage() {
        assertThat(entry("image: node:24\ncommand: [npx, -y, notes]").type()).isEqualTo(ServerType.SERVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: package",
                "type: package\ncommand: [npx, -y, notes]",
                "type: package\ncommand: [npx, -y, notes@latest]",
                "type: package\ncommand: [npx, -y, 'notes@^1.2.3']",
                "type: package\ncommand: [npx, -y, '@acme/notes']",
                "type: package\ncommand: [npx, -c, 'rm -rf /', notes@1.2.3]",
                "type: package\ncommand: [npx]",
                "type: package\ncommand: [uvx, notes]",
                "type: package\ncommand: [uvx, --with, evil, notes==1.2]",
                "type: package\ncommand: [uvx, 'notes==1.*']",
                "type: package\npackage: {registry: cargo, name: notes, version: 1.2.3}",
                "type: package\npackage: {registry: npm, name: notes}",
                "type: package\npackage: {registry: npm, name: '--registry=http://evil', version: 1.2.3}",
                "type: package\npackage: {registry: npm, name: 'git+ssh://evil/x', version: 1.2.3}",
                "type: package\npackage: {registry: npm, name: '../x', version: 1.2.3}",
                "type: package\npackage: {registry: npm, name: notes, version: 1.2.3, executable: ../../x}",
                "type: package\npackage: {registry: pypi, name: 'notes[extra]', version: '1'}",
                "type: package\npackage: {registry: pypi, name: notes, version: '1; rm'}",
                "type: package\npackage: {registry: npm, name: notes, version: 1.2.3, integrity: md5-1}"
            })
    void whatIsNoExactPackageIsRefused(String text) {
        assertThat(problem(text)).contains("Server 's'");
    }
}
