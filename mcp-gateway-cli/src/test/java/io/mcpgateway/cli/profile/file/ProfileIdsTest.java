package io.mcpgateway.cli.profile.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpgateway.model.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileIdsTest {
    @ParameterizedTest
    @CsvSource({
        "Dev Tools,dev_tools",
        "My Set!,my_set_",
        "--a--b--,_a_b_",
        "Überprüfung,uberprufung",
        "Straße & Café,strasse_cafe",
        "v1.2,v1_2",
    })
    void anIdIsMadeOfTheName(String name, String id) {
        assertThat(ProfileIds.of(name)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"日本語", "Инструменты", "!!!", "☃", "", "con", "日本 dev", "ab🙂"})
    void everyNameHasAnIdThatCanBeUsed(String name) {
        assertThat(ProfileIds.isId(ProfileIds.of(name))).isTrue();
    }

    @Test
    void namesThatLoseTheirLettersDoNotShareAnId() {
        assertThat(ProfileIds.of("日本語")).startsWith("profile_").isNotEqualTo(ProfileIds.of("中文"));
        assertThat(ProfileIds.of("日本 dev")).startsWith("dev_").isNotEqualTo(ProfileIds.of("中文 dev"));
        assertThat(ProfileIds.of("x".repeat(500))).isEqualTo(ProfileIds.of("x".repeat(500)));
        assertThat(ProfileIds.isId(ProfileIds.of("x".repeat(500)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".hidden",
                "-x",
                "a/b",
                "a\\b",
                "a b",
                "../x",
                "NUL",
                "com1.yaml",
                "ä",
                "x.",
                "a\nb"
            })
    void anIdThatIsNoFileNameEverywhereIsRefused(String id) {
        assertThatThrownBy(() -> ProfileIds.require(id)).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "dev_tools", "_x", "a.b-c", "A1"})
    void ordinaryIdsAreTaken(String id) {
        assertThat(ProfileIds.require(id)).isEqualTo(id);
    }
}
