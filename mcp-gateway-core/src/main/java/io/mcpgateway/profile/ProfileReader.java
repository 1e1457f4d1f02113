package io.mcpgateway.profile;

import io.mcpgateway.catalog.EntryReader;
import io.mcpgateway.catalog.Fields;
import io.mcpgateway.files.YamlNode;
import io.mcpgateway.files.YamlNode.Mapping;
import io.mcpgateway.model.JsonText;
import io.mcpgateway.model.Problem;
import io.mcpgateway.model.RegistrySnapshot;
import io.mcpgateway.model.ServerEntry;
import io.mcpgateway.model.ServerEntry.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes one profile apart. */
final class ProfileReader {
    private final List<Problem> problems = new ArrayList<>();
    private final Fields fields;
    private final Origin origin;

    ProfileReader(Mapping root, Origin origin) {
        this.fields = new Fields(root, problems);
        this.origin = origin;
    }

    ProfileDocument read() {
        String version = fields.text("version").orElse(String.valueOf(ProfileDocument.VERSION));
        if (!version.equals(String.valueOf(ProfileDocument.VERSION))) {
            YamlNode at = fields.mapping().get("version").orElseThrow();
            throw at.place()
                    .error("a profile of version " + version + " is not known; this program reads version "
                            + ProfileDocument.VERSION);
        }
        String id = fields.text("id").orElse("");
        String name = fields.text("name").orElse("");
        Map<String, ProfileServer> servers = new LinkedHashMap<>();
        for (Fields server : fields.fieldsList("servers")) {
            add(server, servers);
        }
        return new ProfileDocument(id, name, servers, problems);
    }

    private void add(Fields server, Map<String, ProfileServer> into) {
        Optional<Mapping> snapshot = server.fields("snapshot")
                .flatMap(fieldsOf -> fieldsOf.fields("server"))
                .map(Fields::mapping);
        if (snapshot.isEmpty()) {
            problems.add(
                    server.place().problem(locator(server) + " has no snapshot, and so cannot be run; add it again"));
            return;
        }
        Optional<String> name = EntryReader.ownName(snapshot.get());
        if (name.isEmpty()) {
            problems.add(snapshot.get().place().problem("the snapshot of a server has no 'name'"));
            return;
        }
        Optional<ServerEntry> entry = EntryReader.read(name.get(), snapshot.get(), origin, problems);
        Optional<JsonText> configuration =
                server.fields("config").map(map -> map.mapping().toJson());
        Optional<List<String>> tools = tools(server);
        Optional<String> clash = clash(name.get(), into.keySet());
        if (clash.isPresent()) {
            problems.add(server.place().problem("Server '" + name.get() + "' " + clash.get()));
            return;
        }
        entry.ifPresent(known -> into.put(name.get(), new ProfileServer(known, configuration, tools)));
    }

    /** Why a server of this name cannot be beside the others; empty if it can. */
    private static Optional<String> clash(String name, Set<String> others) {
        if (others.contains(name)) {
            return Optional.of("is there twice; the first one counts");
        }
        String canonical = RegistrySnapshot.canonicalName(name);
        return others.stream()
                .filter(other -> RegistrySnapshot.canonicalName(other).equals(canonical))
                .findFirst()
                .map(other -> "would share the configuration of '" + other + "', which counts; rename one of them");
    }

    /** Null, or nothing, means all; an empty list means none. */
    private static Optional<List<String>> tools(Fields server) {
        return server.mapping().get("tools").isPresent() ? Optional.of(server.texts("tools")) : Optional.empty();
    }

    private static String locator(Fields server) {
        for (String member : List.of("image", "endpoint", "source")) {
            Optional<String> text = server.text(member).filter(value -> !value.isBlank());
            if (text.isPresent()) {
                return "the server at " + text.get();
            }
        }
        return "a server";
    }
}
