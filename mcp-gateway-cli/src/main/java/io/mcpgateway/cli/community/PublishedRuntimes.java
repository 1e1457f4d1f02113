package io.mcpgateway.cli.community;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpgateway.cli.fetch.Downloads;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the packages' own registries. A registry that does not answer costs no more than a note; one that does not have the
 * package is believed if it is the public one.
 */
final class PublishedRuntimes implements Runtimes {
    private static final int MAX_BYTES = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Downloads downloads;
    private final String npm;
    private final String pypi;

    PublishedRuntimes(Downloads downloads) {
        this(downloads, "https://registry.npmjs.org", "https://pypi.org");
    }

    PublishedRuntimes(Downloads downloads, String npm, String pypi) {
        this.downloads = downloads;
        this.npm = npm;
        this.pypi = pypi;
    }

    @Override
    public String node(PackageChoice chosen, List<String> notes) throws MissingPackageException {
        String version = chosen.version().isEmpty() ? "latest" : chosen.version();
        String url = (chosen.base().isEmpty() ? npm : chosen.base()) + "/" + encoded(chosen.identifier()) + "/"
                + encoded(version);
        String range = ask(url, chosen, "Node", NODE, notes)
                .map(said -> said.at("/engines/node").asText(""))
                .orElse("");
        return NodeRange.best(range, NODE);
    }

    @Override
    public String python(PackageChoice chosen, List<String> notes) throws MissingPackageException {
        if (!chosen.base().isEmpty()) {
            return PYTHON; // other indexes have no such interface
        }
        String url = pypi + "/pypi/" + encoded(chosen.identifier())
                + (chosen.version().isEmpty() ? "" : "/" + encoded(chosen.version())) + "/json";
        String specifiers = ask(url, chosen, "Python", PYTHON, notes)
                .map(said -> said.at("/info/requires_python").asText(""))
                .orElse("");
        return PythonSpecifiers.best(specifiers, PYTHON);
    }

    private Optional<JsonNode> ask(
            String url, PackageChoice chosen, String runtime, String otherwise, List<String> notes)
            throws MissingPackageException {
        try {
            return Optional.of(downloads.json(url, MAX_BYTES, PATIENCE));
        } catch (GatewayException e) {
            if (e.code() == ErrorCode.NOT_FOUND && chosen.base().isEmpty()) {
                throw new MissingPackageException(chosen.kind() + " package " + chosen.identifier()
                        + (chosen.version().isEmpty() ? "" : "@" + chosen.version()) + " was not found");
            }
            notes.add("which " + runtime + " '" + chosen.identifier() + "' needs could not be looked up, and "
                    + otherwise + " is taken: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%40", "@");
    }
}
