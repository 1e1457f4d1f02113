package io.mcpgateway.cli.endtoend;

import java.nio.file.Path;

/** A file, and a command that reads it. */
enum Reading {
    CATALOG_LS(".docker/mcp/catalog.json", Syntax.JSON, "catalog ls"),
    CATALOG_CREATE(".docker/mcp/catalog.json", Syntax.JSON, "catalog create other"),
    SERVER_LS_CATALOGS(".docker/mcp/catalog.json", Syntax.JSON, "server ls"),
    CATALOG_SHOW(".docker/mcp/catalogs/mine.yaml", Syntax.YAML, "catalog show mine"),
    CATALOG_FORK(".docker/mcp/catalogs/mine.yaml", Syntax.YAML, "catalog fork mine other"),
    SERVER_LS(".docker/mcp/registry.yaml", Syntax.YAML, "server ls"),
    SERVER_ENABLE(".docker/mcp/registry.yaml", Syntax.YAML, "server enable dockerhub"),
    SERVER_LS_CONFIG(".docker/mcp/config.yaml", Syntax.YAML, "server ls"),
    TOOLS_LS(".docker/mcp/tools.yaml", Syntax.YAML, "tools ls"),
    TOOLS_ENABLE(".docker/mcp/tools.yaml", Syntax.YAML, "tools disable sound"),
    SECRET_SET(".docker/mcp/.env", Syntax.LINES, "secret set new=1"),
    FEATURE_ENABLE(".docker/config.json", Syntax.JSON, "feature enable tool-name-prefix"),
    CLIENT_CURSOR(".cursor/mcp.json", Syntax.JSON, "client connect cursor --global"),
    CLIENT_CODEX(".codex/config.toml", Syntax.TOML, "client connect codex --global"),
    CLIENT_GOOSE(".config/goose/config.yaml", Syntax.YAML, "client connect goose --global"),
    CATALOG_IMPORT("given.yaml", Syntax.YAML, "catalog import given.yaml --name given"),
    CATALOG_ADD("given.yaml", Syntax.YAML, "catalog add mine word given.yaml"),
    CONFIG_RESTORE("given.json", Syntax.JSON, "config restore given.json"),
    REGISTRY_CONVERT("given.json", Syntax.JSON, "registry convert --file given.json"),
    PROFILE_SHOW(".docker/mcp/profiles/dev.yaml", Syntax.YAML, "profile show dev"),
    PROFILE_TOOLS(".docker/mcp/profiles/dev.yaml", Syntax.YAML, "profile tools dev --enable-all word"),
    PROFILE_IMPORT("given.yaml", Syntax.YAML, "profile import given.yaml"),
    OCI_SHOW(".docker/mcp/oci-catalogs/a+b=v1.json", Syntax.JSON, "catalog show a/b:v1"),
    POLICY_DUMP(".docker/mcp/policy.yaml", Syntax.YAML, "policy dump");

    /** How a file is written. */
    enum Syntax {
        JSON,
        YAML,
        TOML,
        LINES
    }

    private final String file;
    private final Syntax syntax;
    private final String command;

    Reading(String file, Syntax syntax, String command) {
        this.file = file;
        this.syntax = syntax;
        this.command = command;
    }

    String file() {
        return file;
    }

    Syntax syntax() {
        return syntax;
    }

    String command() {
        return command;
    }

    /** Whether the file may not be empty. */
    boolean needsContent() {
        return switch (this) {
            case PROFILE_SHOW, PROFILE_TOOLS, OCI_SHOW -> true;
            default -> command.contains(file);
        };
    }

    /** How a message names the file: as it was given, else by its whole path. */
    String shownAs(Path home) {
        return command.contains(file) ? file : home.resolve(file).toString();
    }

    /** A content that the command is content with. */
    String good() {
        return switch (this) {
            case CATALOG_LS, CATALOG_CREATE, SERVER_LS_CATALOGS -> "{\"catalogs\": {\n\"mine\": {}}}\n";
            case CATALOG_SHOW, CATALOG_FORK, CATALOG_IMPORT, CATALOG_ADD ->
                "registry:\n  word: {type: server, image: a/b}\n";
            case PROFILE_SHOW, PROFILE_TOOLS, PROFILE_IMPORT -> """
                    version: 1
                    id: dev
                    name: Dev
                    servers:
                      - {type: image, image: a/b, snapshot: {server: {name: word, type: server, image: a/b}}}
                    """;
            case OCI_SHOW -> """
                    {"ref": "a/b:v1", "title": "T",
                    "digest": "0000000000000000000000000000000000000000000000000000000000000000",
                    "servers": []}
                    """;
            case POLICY_DUMP -> "secretRules: |\n  a allows b\n";
            case SERVER_LS, SERVER_ENABLE -> "registry:\n  lighthouse: {}\n";
            case SERVER_LS_CONFIG -> "lighthouse:\n  lamps: 2\n";
            case TOOLS_LS, TOOLS_ENABLE -> "lighthouse:\n  - shine\n  - sound\n";
            case SECRET_SET -> "a=b\nc=d\n";
            case FEATURE_ENABLE -> "{\"features\":\n{}}\n";
            case CLIENT_CURSOR -> "{\"mcpServers\":\n{}}\n";
            case CLIENT_CODEX -> "[a]\nb = 1\n";
            case CLIENT_GOOSE -> "extensions:\n  a: {enabled: true}\n";
            case CONFIG_RESTORE -> "{\"config\":\n\"a: {b: 1}\"}\n";
            case REGISTRY_CONVERT ->
                "{\"name\": \"a.b/c\", \"description\": \"d\", \"version\": \"1.0.0\",\n\"remotes\":"
                        + " [{\"type\": \"streamable-http\", \"url\": \"https://a.example/mcp\"}]}\n";
        };
    }
}
