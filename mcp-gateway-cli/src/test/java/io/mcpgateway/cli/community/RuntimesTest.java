package io.mcpgateway.cli.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.cli.console.Json;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.fetch.Downloads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimesTest {
    private final RegistryServer http = new RegistryServer();
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void tearDown() {
        http.close();
    }

    private Runtimes runtimes() {
        Session session = CommunityRegistryTest.session();
        session.allowRemote(List.of(http.host()));
        return new PublishedRuntimes(new Downloads(session), http.url() + "/npm", http.url() + "/pypi.org");
    }

    private static PackageChoice choice(String kind, String identifier, String version, String base) {
        return PackageChoice.of(Json.mapper()
                .createObjectNode()
                .put("registryType", kind)
                .put("identifier", identifier)
                .put("version", version)
                .put("registryBaseUrl", base));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'' ; 24",
                "nonsense ; 24",
                ">=18 ; 24",
                ">= 18.0.0 ; 24",
                "^18.0.0 ; 18",
                "^18.0.0 || >=20 ; 24",
                "^18 || ^20.1 ; 20",
                ">=18 <21 ; 20",
                ">=16.0.0 <=18.20.1 ; 16",
                "~20.11 ; 20",
                "20 ; 20",
                "v22.3.1 ; 22",
                "18.x ; 18",
                "18 - 20 ; 20",
                "* ; 24",
                "x ; 24",
                "<24 ; 22",
                "<=22 ; 22",
                ">24 ; 25",
                ">22.4 ; 24",
                ">=99 ; 24",
            })
    void theBestNodeThatARangeAllows(String range, String version) {
        assertThat(NodeRange.best(range, Runtimes.NODE)).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 3.14",
                "nonsense | 3.14",
                ">=3.10 | 3.14",
                ">=3.10,<3.13 | 3.12",
                ">=3.10, <4.0 | 3.14",
                "<4,>=3.9 | 3.14",
                "~=3.11 | 3.11",
                "==3.12.* | 3.12",
                "===3.10 | 3.10",
                "<=3.12 | 3.12",
                "<=3.12.4 | 3.12",
                "<3.13.2 | 3.13",
                "<3.12.0 | 3.11",
                "!=3.14.*,>=3.9 | 3.13",
                "!=3.14 | 3.13",
                ">=3.10,!=3.13.1 | 3.14",
                ">=2.7,!=3.0.*,!=3.1.* | 3.14",
                ">3.12 | 3.14",
                ">=3.99 | 3.14",
                ">=4 | 3.14",
            })
    void theNewestPythonThatSpecifiersAllow(String specifiers, String version) {
        assertThat(PythonSpecifiers.best(specifiers, Runtimes.PYTHON)).isEqualTo(version);
    }

    @Test
    void packagesAreAskedForInTheirRegistry() throws Runtimes.MissingPackageException {
        http.answer("/npm/@a%2Fs/1.0", "{\"engines\":{\"node\":\"^20\"}}")
                .answer("/npm/s/latest", "{\"engines\":[]}")
                .answer("/own/s/1", "{\"engines\":{\"node\":\"18\"}}")
                .answer("/pypi.org/pypi/s/1/json", "{\"info\":{\"requires_python\":\"<3.12\"}}")
                .answer("/pypi.org/pypi/t/json", "{\"info\":{\"requires_python\":null}}");
        assertThat(runtimes().node(choice("npm", "@a/s", "1.0", "https://registry.npmjs.org/"), notes))
                .isEqualTo("20");
        assertThat(runtimes().node(choice("npm", "s", "", ""), notes)).isEqualTo("24");
        assertThat(runtimes().node(choice("npm", "s", "1", http.url() + "/own/"), notes))
                .isEqualTo("18");
        assertThat(runtimes().python(choice("pypi", "s", "1", "https://pypi.org"), notes))
                .isEqualTo("3.11");
        assertThat(runtimes().python(choice("pypi", "t", "", ""), notes)).isEqualTo("3.14");
        assertThat(runtimes().python(choice("pypi", "u", "", "https://own.example"), notes))
                .isEqualTo("3.14");
        assertThat(notes).isEmpty();
    }

    @Test
    void aPackageThatIsNotThereIsAnErrorAndARegistryThatFailsIsANote() throws Runtimes.MissingPackageException {
        assertThatThrownBy(() -> runtimes().node(choice("npm", "s", "9", ""), notes))
                .isInstanceOf(Runtimes.MissingPackageException.class)
                .hasMessage("npm package s@9 was not found");
        assertThatThrownBy(() -> runtimes().python(choice("pypi", "s", "", ""), notes))
                .hasMessage("pypi package s was not found");
        assertThat(notes).isEmpty();
        http.answer("/npm/s/1", 503, "");
        assertThat(runtimes().node(choice("npm", "s", "1", ""), notes)).isEqualTo("24");
        assertThat(notes).singleElement().asString().contains("which Node 's' needs", "24 is taken", "503");
        assertThat(runtimes().node(choice("npm", "s", "1", http.url() + "/own"), notes))
                .isEqualTo("24");
        assertThat(notes).hasSize(2);
    }
}
