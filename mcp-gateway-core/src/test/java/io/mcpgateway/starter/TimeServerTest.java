package io.mcpgateway.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.spi.JavaServer;
import io.mcpgateway.testkit.JavaServerContract;
import io.mcpgateway.testkit.JavaServerDialogue;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeServerTest implements JavaServerContract {
    private final JavaServer server = server(Path.of("/nonexistent"));

    @Override
    public JavaServer server(Path home) {
        return new TimeProvider().create(new StarterContext(home, Map.of("timezone", "Europe/Berlin")));
    }

    private JsonNode call(String tool, String arguments) {
        try (JavaServerDialogue client = JavaServerDialogue.initialized(server)) {
            return client.call(tool, arguments);
        }
    }

    private JsonNode data(String tool, String arguments) {
        return call(tool, arguments).path("structuredContent");
    }

    @Test
    void theCurrentTimeIsInTheConfiguredZoneUnlessAnotherIsNamed() {
        assertThat(data("get_current_time", "{}"))
                .isEqualTo(
                        JavaServerDialogue.json(
                                "{\"timezone\":\"Europe/Berlin\",\"datetime\":\"2026-07-15T12:30:15+02:00\",\"day_of_week\":\"Wednesday\",\"is_dst\":true}"));
        assertThat(data("get_current_time", "{\"timezone\":\"asia/kathmandu\"}")
                        .path("datetime")
                        .asText())
                .isEqualTo("2026-07-15T16:15:15+05:45");
    }

    @ParameterizedTest
    @CsvSource({
        "America/New_York,16:30,Asia/Tokyo,2026-07-16T05:30:00+09:00,+13:00",
        "Asia/Tokyo,2026-01-05T08:00,America/New_York,2026-01-04T18:00:00-05:00,-14:00",
        "UTC,2026-02-28 23:45:10,Asia/Kolkata,2026-03-01T05:15:10+05:30,+05:30",
    })
    void timesAreConverted(String from, String time, String to, String expected, String difference) {
        JsonNode result = data(
                "convert_time",
                "{\"source_timezone\":\"%s\",\"time\":\"%s\",\"target_timezone\":\"%s\"}".formatted(from, time, to));

        assertThat(result.path("target").path("datetime").asText()).isEqualTo(expected);
        assertThat(result.path("time_difference").asText()).isEqualTo(difference);
        assertThat(result.has("note")).isFalse();
    }

    @Test
    void aTimeThatTheClocksSkipOrShowTwiceIsNoted() {
        JsonNode skipped = data("convert_time", "{\"time\":\"2026-03-29T02:30\",\"target_timezone\":\"UTC\"}");
        JsonNode twice = data("convert_time", "{\"time\":\"2026-10-25T02:30\",\"target_timezone\":\"UTC\"}");

        assertThat(skipped.path("note").asText()).contains("skip");
        assertThat(twice.path("note").asText()).contains("twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25:00", "", "noon", "2026-13-01T10:00", "10:00Z", "T"})
    void aTimeThatIsNoneIsRefused(String time) {
        JsonNode result = call("convert_time", "{\"time\":\"" + time + "\"}");

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.path("content").path(0).path("text").asText()).contains("HH:MM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Olympus", "", "../etc/passwd", "+99:00"})
    void anUnknownZoneIsRefusedWithTheWayToFindOne(String zone) {
        JsonNode result = call("get_current_time", "{\"timezone\":\"" + zone + "\"}");

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.path("content").path(0).path("text").asText()).contains("list_timezones");
    }

    @Test
    void zonesAreFoundByWords() {
        JsonNode found = data("list_timezones", "{\"query\":\"america new york\"}");

        assertThat(found.path("timezones").path(0).asText()).isEqualTo("America/New_York");
        assertThat(data("list_timezones", "{\"limit\":3}").path("timezones")).hasSize(3);
        assertThat(call("list_timezones", "{\"limit\":0}").path("isError").asBoolean())
                .isTrue();
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatThrownBy(() -> new TimeProvider()
                        .create(new StarterContext(Path.of("/nonexistent"), Map.of("timezone", "Nowhere"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("'timezone'", "Nowhere");
    }
}
