package io.mcpgateway.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.Cli;
import io.mcpgateway.cli.console.Json;
import io.mcpgateway.model.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A home with a catalog of notes, and a user whose clients are the test's own. */
final class ProfileHome {
    static final String CATALOG = """
            name: mine
            displayName: Mine
            registry:
              notes:
                title: Notes
                type: server
                image: example/notes:1
                future: {a: 1.10}
                tools: [{name: add}, {name: get}, {name: get.all}]
                config:
                  - name: notes
                    description: Where notes are
                    type: object
                    properties:
                      dir: {type: string}
                      version: {type: string}
                      limit: {type: integer}
                      loud: {type: boolean}
                      mode: {type: string, enum: [fast, slow]}
                      tags: {type: array, items: {type: string}}
                      server:
                        type: object
                        properties: {url: {type: string}}
                    required: [dir]
              com.example.notes:
                type: server
                image: example/dotted
                tools: [{name: add}]
              com.example:
                type: server
                image: example/short
              web:
                type: remote
                remote: {url: https://web.example/mcp, transport_type: streamable-http}
              own:
                type: process
                command: [cat]
            """;

    final Path home;
    final Path user;
    final Cli cli;

    ProfileHome(Path directory) {
        try {
            home = Files.createDirectories(directory.resolve("mcp"));
            user = Files.createDirectories(directory.resolve("user"));
            Files.createDirectories(home.resolve("catalogs"));
            Files.writeString(home.resolve("catalogs/mine.yaml"), CATALOG);
            Files.writeString(home.resolve("catalog.json"), "{\"catalogs\":{\"mine\":{\"displayName\":\"Mine\"}}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cli = new Cli(home).environment("HOME", user.toString());
    }

    Cli.Result run(String... words) {
        return cli.run(words);
    }

    /** Runs what has to go well; returns what it printed. */
    String ok(String... words) {
        Cli.Result result = cli.run(words);
        assertThat(result.status())
                .as(String.join(" ", words) + ": " + result.err())
                .isZero();
        return result.out();
    }

    /** Runs what has to fail, with one line on standard error and without a change. */
    String fails(int status, String... words) {
        Map<Path, String> before = files();
        Cli.Result result = cli.run(words);
        assertThat(result.status())
                .as(String.join(" ", words) + ": " + result.err())
                .isEqualTo(status);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(files()).isEqualTo(before);
        return result.err();
    }

    /** A profile {@code dev} with these servers of the catalog. */
    ProfileHome dev(String... servers) {
        ok("profile", "create", "--name", "Dev", "--server", "catalog://mine/" + String.join("+", servers));
        return this;
    }

    Path profile(String id) {
        return home.resolve("profiles").resolve(id + ".yaml");
    }

    String text(String id) {
        try {
            return Files.readString(profile(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json(String... words) {
        return Json.parse(JsonText.of(ok(words)));
    }

    /** All files of home and user, without the history and locks. */
    Map<Path, String> files() {
        Map<Path, String> all = new TreeMap<>();
        for (Path root : new Path[] {home, user}) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.toString().contains("/.")) {
                        all.put(file, Files.readString(file));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }
}
