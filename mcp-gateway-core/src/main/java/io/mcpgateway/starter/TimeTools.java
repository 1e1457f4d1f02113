package io.mcpgateway.starter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.jvm.JavaTool;
import io.mcpgateway.jvm.ToolArguments;
import io.mcpgateway.jvm.ToolException;
import io.mcpgateway.jvm.ToolResult;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The tools of the server {@code time}. Immutable. */
final class TimeTools {
    private static final String HINTS =
            "{\"readOnlyHint\":true,\"idempotentHint\":false,\"destructiveHint\":false,\"openWorldHint\":false}";
    private static final String MOMENT = """
            {"type":"object","properties":{"timezone":{"type":"string"},"datetime":{"type":"string"},
            "day_of_week":{"type":"string"},"is_dst":{"type":"boolean"}},
            "required":["timezone","datetime","day_of_week","is_dst"]}""";

    private final Clock clock;
    private final ZoneId zone;

    TimeTools(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    List<JavaTool> all() {
        return List.of(now(), convert(), list());
    }

    private JavaTool now() {
        return JavaTool.builder("get_current_time")
                .title("Current time")
                .description("Tells the current date and time in a time zone.")
                .inputSchema("""
                        {"type":"object","properties":{"timezone":{"type":"string",
                        "description":"IANA name such as America/New_York; without it the user's own zone"}}}""")
                .outputSchema(MOMENT)
                .annotations(HINTS)
                .build(arguments -> Trees.result(moment(
                        clock.instant().atZone(zone(arguments, "timezone")).truncatedTo(ChronoUnit.SECONDS))));
    }

    private JavaTool convert() {
        return JavaTool.builder("convert_time")
                .title("Convert time")
                .description("Converts a time of day, or a date and time, from one time zone to another.")
                .inputSchema("""
                        {"type":"object","properties":{
                        "source_timezone":{"type":"string","description":"IANA name; without it the user's own zone"},
                        "time":{"type":"string","description":"HH:MM, which means today, or YYYY-MM-DDTHH:MM"},
                        "target_timezone":{"type":"string","description":"IANA name; without it the user's own zone"}},
                        "required":["time"]}""")
                .outputSchema("""
                        {"type":"object","properties":{"source":%s,"target":%s,
                        "time_difference":{"type":"string"},"note":{"type":"string"}},
                        "required":["source","target","time_difference"]}""".formatted(MOMENT, MOMENT))
                .annotations(HINTS)
                .build(this::convert);
    }

    private ToolResult convert(ToolArguments arguments) {
        ZoneId from = zone(arguments, "source_timezone");
        ZoneId to = zone(arguments, "target_timezone");
        LocalDateTime local = parse(arguments.string("time"), from);
        ZonedDateTime source = local.atZone(from);
        ZonedDateTime target = source.withZoneSameInstant(to);
        ObjectNode result = Trees.object();
        result.set("source", moment(source));
        result.set("target", moment(target));
        result.put("time_difference", difference(source.getOffset(), target.getOffset()));
        int offsets = from.getRules().getValidOffsets(local).size();
        if (offsets == 0) {
            result.put(
                    "note",
                    "The clocks in " + from.getId() + " skip this time on that day; the next one that exists is used");
        }
        if (offsets > 1) {
            result.put(
                    "note", "The clocks in " + from.getId() + " show this time twice on that day; the first is used");
        }
        return Trees.result(result);
    }

    private LocalDateTime parse(String text, ZoneId from) {
        String time = text.strip();
        try {
            return time.contains("T") || time.contains(" ")
                    ? LocalDateTime.parse(time.replace(' ', 'T'))
                    : LocalTime.parse(time).atDate(clock.instant().atZone(from).toLocalDate());
        } catch (DateTimeParseException e) {
            throw new ToolException("Argument 'time' must be HH:MM or YYYY-MM-DDTHH:MM", e);
        }
    }

    private static String difference(ZoneOffset from, ZoneOffset to) {
        Duration difference = Duration.ofSeconds(to.getTotalSeconds() - from.getTotalSeconds());
        return "%s%02d:%02d"
                .formatted(
                        difference.isNegative() ? "-" : "+",
                        difference.abs().toHours(),
                        difference.abs().toMinutesPart());
    }

    private JavaTool list() {
        return JavaTool.builder("list_timezones")
                .title("List time zones")
                .description("Finds the IANA names of time zones by words such as a city or a continent.")
                .inputSchema("""
                        {"type":"object","properties":{"query":{"type":"string","description":"Words in the name"},
                        "limit":{"type":"integer","minimum":1,"maximum":1000}}}""")
                .outputSchema("""
                        {"type":"object","properties":{"timezones":{"type":"array","items":{"type":"string"}},
                        "total":{"type":"integer"}},"required":["timezones","total"]}""")
                .annotations(HINTS)
                .build(TimeTools::list);
    }

    private static ToolResult list(ToolArguments arguments) {
        List<String> found = Zones.search(arguments.optionalString("query").orElse(""));
        long limit = arguments.optionalInteger("limit").orElse(100);
        if (limit < 1 || limit > 1000) {
            throw new ToolException("Argument 'limit' must be between 1 and 1000");
        }
        ObjectNode result = Trees.object();
        ArrayNode names = result.putArray("timezones");
        found.stream().limit(limit).forEach(names::add);
        return Trees.result(result.put("total", found.size()));
    }

    private ZoneId zone(ToolArguments arguments, String name) {
        return arguments.optionalString(name).map(Zones::parse).orElse(zone);
    }

    private static ObjectNode moment(ZonedDateTime time) {
        return Trees.object()
                .put("timezone", time.getZone().getId())
                .put("datetime", time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
                .put("day_of_week", time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .put("is_dst", time.getZone().getRules().isDaylightSavings(time.toInstant()));
    }
}
