package io.mcpgateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpgateway.launch.LaunchPlan;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Outcome;
import io.mcpgateway.settings.Limits;
import io.mcpgateway.upstream.Beside;
import io.mcpgateway.upstream.ServerDefinition;
import io.mcpgateway.view.Target;
import io.mcpgateway.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPagesTest {
    private static final long SEED = Long.getLong("mcp.seed", System.nanoTime());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Beside BESIDE = new Beside(Map.of(JsonText.of("\"x\""), JsonText.of("1")), Map.of());

    private static ListPages pages(int entries, int bytes) {
        return new ListPages(
                Limits.DEFAULT.with(set -> set.listPageEntries(entries).listPageBytes(bytes)));
    }

    private static Target entry(String server, String name) {
        return new Target(
                new ServerDefinition(
                        server,
                        "",
                        new LaunchPlan.InJvm("x", JsonText.emptyObject()),
                        server,
                        Isolation.SHARED,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                name,
                name,
                JsonText.of("{\"name\":\"" + name + "\"}"));
    }

    private static List<Target> entries(int count) {
        return IntStream.range(0, count).mapToObj(i -> entry("s", "t" + i)).toList();
    }

    private static JsonNode page(ListPages pages, List<Target> entries, @Nullable String cursor) throws Exception {
        ListCursor from = cursor == null ? null : ListCursor.parse("tools", cursor);
        assertThat(cursor == null || from != null).as("cursor %s", cursor).isTrue();
        Outcome outcome = pages.page("tools", entries, View.array(entries), BESIDE, from);
        return JSON.readTree(((Outcome.Result) outcome).result().toString());
    }

    private static @Nullable String next(JsonNode page) {
        return page.has("nextCursor") ? page.get("nextCursor").asText() : null;
    }

    private static void addNames(JsonNode page, List<String> to) {
        page.get("tools").forEach(tool -> to.add(tool.get("name").asText()));
    }

    @Test
    void aListThatFitsGoesOutAsItIs() throws Exception {
        List<Target> entries = entries(10);
        JsonText prepared = View.array(entries);
        Outcome whole = pages(10, prepared.length()).page("tools", entries, prepared, BESIDE, null);
        assertThat(((Outcome.Result) whole).result()).hasToString("{\"tools\":" + prepared + ",\"x\":1}");
        assertThat(next(page(pages(9, prepared.length()), entries, null))).isNotNull();
        assertThat(next(page(pages(10, prepared.length() - 3), entries, null))).isNotNull();
    }

    @Test
    void pagesAreBoundedByNumberAndByBytesAndWhatStandsBesideGoesWithTheFirst() throws Exception {
        List<Target> entries = new ArrayList<>(entries(25));
        entries.set(7, entry("s", "x".repeat(200)));
        for (ListPages pages : List.of(pages(4, 1 << 20), pages(1000, 60))) {
            List<String> seen = new ArrayList<>();
            String cursor = null;
            int count = 0;
            do {
                JsonNode page = page(pages, entries, cursor);
                assertThat(page.has("x")).isEqualTo(count++ == 0);
                assertThat(page.get("tools").size()).isBetween(1, 4);
                addNames(page, seen);
                cursor = next(page);
            } while (cursor != null);
            assertThat(seen)
                    .containsExactlyElementsOf(
                            entries.stream().map(Target::exposed).toList());
            assertThat(count).isGreaterThan(6);
        }
    }

    @Test
    void whatStaysIsNeitherSkippedNorRepeatedWhateverHappensToTheRest() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            List<Target> entries = new ArrayList<>();
            int servers = 1 + random.nextInt(6);
            for (int s = 0; s < servers; s++) {
                int size = random.nextInt(40);
                for (int t = 0; t < size; t++) {
                    entries.add(entry("s" + s, "s" + s + "-" + t));
                }
            }
            Map<String, Boolean> stays = new LinkedHashMap<>();
            entries.forEach(entry -> stays.put(entry.exposed(), true));
            ListPages pages = pages(1 + random.nextInt(15), 1 << 20);
            List<String> seen = new ArrayList<>();
            String cursor = null;
            do {
                JsonNode page = page(pages, entries, cursor);
                addNames(page, seen);
                cursor = next(page);
                change(random, entries).forEach(gone -> stays.put(gone, false));
            } while (cursor != null);
            seen.removeIf(name -> !stays.getOrDefault(name, false));
            stays.values().removeIf(stay -> !stay);
            assertThat(seen).as("seed %d, round %d", SEED, round).containsExactlyElementsOf(stays.keySet());
        }
    }

    /** Up to eight entries go, or all of one server, or some come. Gives the names that have gone. */
    private static List<String> change(Random random, List<Target> entries) {
        List<Target> gone = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = random.nextInt(9); i > 0 && !entries.isEmpty(); i--) {
                    gone.add(entries.remove(random.nextInt(entries.size())));
                }
            }
            case 1 -> {
                int from = random.nextInt(entries.size() + 1);
                List<Target> row = entries.subList(from, Math.min(entries.size(), from + random.nextInt(9)));
                gone.addAll(row);
                row.clear();
            }
            case 2 -> {
                String server = "s" + random.nextInt(6);
                entries.stream()
                        .filter(entry -> entry.server().name().equals(server))
                        .forEach(gone::add);
                entries.removeAll(gone);
            }
            default -> {
                for (int i = random.nextInt(10); i > 0; i--) {
                    String server = "s" + random.nextInt(6);
                    entries.add(random.nextInt(entries.size() + 1), entry(server, "new" + random.nextLong()));
                }
            }
        }
        return gone.stream().map(Target::exposed).toList();
    }

    @Test
    void aListThatHasBecomeShorterThanThePlaceEnds() throws Exception {
        String cursor = next(page(pages(10, 1 << 20), entries(11), null));
        JsonNode page = page(pages(10, 1 << 20), entries(10), cursor);
        assertThat(page.get("tools")).isEmpty();
        assertThat(next(page)).isNull();
    }

    @Test
    void cursorsAreShortWhateverTheNamesAndValidForTheirOwnListOnly() {
        List<Target> entries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            entries.add(entry("s" + i / 2, "ä".repeat(4000) + i));
        }
        for (int i = 1; i < 100; i++) {
            String text = ListCursor.before(i, entries).text("tools");
            assertThat(text).matches("[A-Za-z0-9_-]{1,200}");
            ListCursor parsed = ListCursor.parse("tools", text);
            assertThat(parsed).isNotNull();
            assertThat(parsed.startIn(entries)).isEqualTo(i);
            assertThat(parsed.text("tools")).isEqualTo(text);
            for (String other : List.of("prompts", "resources", "resourceTemplates")) {
                assertThat(ListCursor.parse(other, text)).isNull();
            }
        }
    }

    @Test
    void damageIsSeen() {
        Random random = new Random(SEED);
        String text = ListCursor.before(20, entries(40)).text("tools");
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ä";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder damaged = new StringBuilder(text);
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
                case 1 -> damaged.insert(at, letters.charAt(random.nextInt(letters.length())));
                default -> damaged.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
            }
            if (!damaged.toString().equals(text)) {
                assertThat(ListCursor.parse("tools", damaged.toString()))
                        .as("seed %d: %s", SEED, damaged)
                        .isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAA", "page2", "0", "\u0000", "=", "////"})
    void whatIsNoCursorIsNone(String text) {
        assertThat(ListCursor.parse("tools", text)).isNull();
        assertThat(ListCursor.parse("tools", text.repeat(100_000))).isNull();
    }
}
