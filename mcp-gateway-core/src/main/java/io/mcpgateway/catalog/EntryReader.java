package io.mcpgateway.catalog;

import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.files.YamlNode.Scalar;
import io.mcpgateway.model.ConfigException;
import io.mcpgateway.model.Era;
import io.mcpgateway.model.Isolation;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.EnvironmentEntry;
import io.mcpgateway.model.ServerEntry.OAuthProvider;
import io.mcpgateway.model.ServerEntry.Origin;
import io.mcpgateway.model.ServerEntry.Remote;
import io.mcpgateway.model.ServerEntry.SecretEntry;
import io.mcpgateway.model.ServerEntry.ToolEntry;
import io.mcpgateway.model.ServerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one server entry. */
public final class EntryReader {
    private static final Pattern NAME = Pattern.compile("[^\\p{Cc}]{1,128}");

    private final String name;
    private final Fields fields;
    private final Origin origin;
    private final List<Problem> problems = new ArrayList<>();

    private EntryReader(String name, Mapping mapping, Origin origin) {
        this.name = name;
        this.fields = new Fields(mapping, problems);
        this.origin = origin;
    }

    /** Reads an entry; empty if it cannot be used, and then {@code problems} has grown. */
    public static Optional<ServerEntry> read(String name, YamlNode node, Origin origin, List<Problem> problems) {
        if (!(node instanceof Mapping mapping)) {
            problems.add(node.place().problem("Server '" + name + "' must be a map, not " + node.kind()));
            return Optional.empty();
        }
        EntryReader reader = new EntryReader(name, mapping, origin);
        Optional<ServerEntry> entry = reader.read();
        for (Problem problem : reader.problems) {
            problems.add(new Problem(problem.where(), "Server '" + name + "': " + problem.message()));
        }
        return reader.problems.isEmpty() ? entry : Optional.empty();
    }

    private Optional<ServerEntry> read() {
        if (!NAME.matcher(name).matches() || !name.equals(name.strip()) || name.startsWith("-")) {
            problems.add(fields.place()
                    .problem("a server's name has 1 to 128 printable characters, no blanks around, no '-' in front"));
        }
        Optional<Remote> remote = remote();
        Optional<ServerType> type = type(remote.isPresent());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        ServerEntry.Builder entry = ServerEntry.builder(name, type.get()).origin(origin);
        fields.text("title").ifPresent(entry::title);
        fields.text("description").ifPresent(entry::description);
        fields.text("image")
                .filter(image -> !image.isBlank())
                .map(String::strip)
                .ifPresent(entry::image);
        command(type.get(), entry);
        entry.environment(environment())
                .secrets(secrets())
                .volumes(fields.texts("volumes"))
                .allowHosts(fields.texts("allowHosts"))
                .extraHosts(fields.texts("extraHosts"))
                .capAdd(fields.texts("capAdd"))
                .longLived(fields.flag("longLived", false))
                .disableNetwork(fields.flag("disableNetwork", false));
        fields.text("user").filter(user -> !user.isBlank()).ifPresent(entry::user);
        fields.text("prefix").filter(prefix -> !prefix.isBlank()).ifPresent(entry::prefix);
        fields.text("provider").filter(provider -> !provider.isBlank()).ifPresent(entry::provider);
        remote.ifPresent(entry::remote);
        isolation().ifPresent(entry::isolation);
        era().ifPresent(entry::era);
        entry.oauthProviders(oauthProviders()).tools(tools()).configSchemas(configSchemas());
        check(type.get());
        return Optional.of(entry.raw(fields.mapping().toJson()).build());
    }

    /** A list, or as other clients write it: a word, and a list of arguments. */
    private List<String> command() {
        if (fields.mapping().get("command").orElse(null) instanceof Scalar word) {
            List<String> words = new ArrayList<>(List.of(word.text()));
            words.addAll(fields.texts("args"));
            return words;
        }
        return fields.texts("command");
    }

    private void command(ServerType type, ServerEntry.Builder entry) {
        if (type != ServerType.PACKAGE) {
            entry.command(command());
            return;
        }
        try {
            PackageFields.Read read = PackageFields.read(fields.fields("package"), command());
            entry.packageReference(read.reference()).command(read.arguments());
        } catch (ConfigException e) {
            fields.problem("package", String.valueOf(e.getMessage()));
        }
    }

    // As upstream: of its three types the fields decide, so that an entry without a type, or with a wrong one, runs
    // alike.
    private Optional<ServerType> type(boolean remote) {
        String text = fields.text("type").orElse("");
        Optional<ServerType> named = ServerType.parse(text);
        if (!text.isEmpty() && named.isEmpty()) {
            fields.problem("type", "unknown type '" + text + "'; known: server, remote, poci, package, process, jvm");
            return Optional.empty();
        }
        if (named.equals(Optional.of(ServerType.PROCESS)) || named.equals(Optional.of(ServerType.JVM))) {
            return named;
        }
        // Entries with an image and a package are made so for programs that only know images.
        if (named.equals(Optional.of(ServerType.PACKAGE))
                || fields.mapping().get("package").isPresent()) {
            return Optional.of(ServerType.PACKAGE);
        }
        if (remote) {
            return Optional.of(ServerType.REMOTE);
        }
        if (fields.text("image").filter(image -> !image.isBlank()).isPresent()) {
            return Optional.of(ServerType.SERVER);
        }
        if (named.equals(Optional.of(ServerType.POCI))
                || (text.isEmpty() && !fields.items("tools").isEmpty())) {
            return Optional.of(ServerType.POCI);
        }
        if (text.isEmpty() && PackageFields.isLine(command())) {
            return Optional.of(ServerType.PACKAGE);
        }
        problems.add(fields.place()
                .problem(
                        named.equals(Optional.of(ServerType.REMOTE))
                                ? "a server of type remote needs 'remote.url'"
                                : "it needs an 'image', a 'remote.url', a 'package', or 'type: poci' with tools"));
        return Optional.empty();
    }

    private void check(ServerType type) {
        if (type == ServerType.PROCESS && command().isEmpty()) {
            problems.add(fields.place().problem("a server of type process needs a 'command'"));
        }
        if (type == ServerType.JVM && fields.text("provider").orElse("").isBlank()) {
            problems.add(fields.place().problem("a server of type jvm needs a 'provider'"));
        }
    }

    private Optional<Remote> remote() {
        Optional<String> legacy = fields.text("sseEndpoint").filter(url -> !url.isBlank());
        Optional<Fields> remote = fields.fields("remote");
        Map<String, String> headers = new LinkedHashMap<>();
        remote.flatMap(fieldsOf -> fieldsOf.fields("headers")).ifPresent(map -> {
            for (String header : map.mapping().members().keySet()) {
                map.text(header).ifPresent(value -> headers.put(header, value));
            }
        });
        if (legacy.isPresent()) {
            return Optional.of(new Remote(legacy.get().strip(), RemoteTransports.SSE, headers));
        }
        Optional<String> url = remote.flatMap(r -> r.text("url")).filter(text -> !text.isBlank());
        String transport = remote.flatMap(r -> r.text("transport_type")
                        .or(() -> r.text("transportType"))
                        .or(() -> r.text("transport")))
                .orElse("");
        return url.map(text ->
                new Remote(text.strip(), RemoteTransports.normalise(transport).orElse(transport.strip()), headers));
    }

    private List<EnvironmentEntry> environment() {
        List<EnvironmentEntry> list = new ArrayList<>();
        // As other clients write it.
        if (fields.mapping().get("env").orElse(null) instanceof Mapping map) {
            Fields variables = new Fields(map, problems);
            map.members()
                    .keySet()
                    .forEach(key ->
                            variables.text(key).ifPresent(value -> list.add(new EnvironmentEntry(key.strip(), value))));
            return list;
        }
        for (Fields item : fields.fieldsList("env")) {
            Optional<String> variable = item.requiredText("name");
            String value = item.text("value").orElse("");
            variable.ifPresent(text -> list.add(new EnvironmentEntry(text.strip(), value)));
        }
        return list;
    }

    private List<SecretEntry> secrets() {
        List<SecretEntry> list = new ArrayList<>();
        for (Fields item : fields.fieldsList("secrets")) {
            Optional<String> secret = item.requiredText("name");
            Optional<String> variable = item.requiredText("env");
            boolean required = item.flag("required", true);
            if (secret.isPresent() && variable.isPresent()) {
                list.add(new SecretEntry(secret.get().strip(), variable.get().strip(), required));
            }
        }
        return list;
    }

    private List<OAuthProvider> oauthProviders() {
        List<OAuthProvider> list = new ArrayList<>();
        for (Fields item :
                fields.fields("oauth").map(o -> o.fieldsList("providers")).orElse(List.of())) {
            list.add(new OAuthProvider(
                    item.text("provider").orElse(""),
                    item.text("secret").orElse(""),
                    item.text("env").orElse("")));
        }
        return list;
    }

    private List<ToolEntry> tools() {
        List<ToolEntry> list = new ArrayList<>();
        for (Fields item : fields.fieldsList("tools")) {
            item.requiredText("name")
                    .ifPresent(
                            tool -> list.add(new ToolEntry(tool, item.mapping().toJson())));
        }
        return list;
    }

    private List<JsonText> configSchemas() {
        return fields.fieldsList("config").stream()
                .map(item -> item.mapping().toJson())
                .toList();
    }

    private Optional<Isolation> isolation() {
        Optional<String> text = fields.text("isolation");
        Optional<Isolation> isolation = text.flatMap(Isolation::parse);
        if (text.isPresent() && isolation.isEmpty()) {
            fields.problem("isolation", "'isolation' is call, session or shared");
        }
        return isolation;
    }

    private Optional<Era> era() {
        Optional<String> text = fields.text("era");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.get()) {
            case "legacy" -> Optional.of(Era.LEGACY);
            case "modern" -> Optional.of(Era.MODERN);
            default -> {
                fields.problem("era", "'era' is legacy or modern");
                yield Optional.empty();
            }
        };
    }

    /** The name that an entry gives itself, for files that hold one entry. */
    public static Optional<String> ownName(Mapping mapping) {
        return mapping.get("name")
                .filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text())
                .filter(text -> !text.isBlank());
    }
}
