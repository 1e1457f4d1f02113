package io.mcpgateway.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.cli.assembly.Durations;
import io.mcpgateway.cli.catalog.OciPulls.Pulled;
import io.mcpgateway.cli.console.FormatOptions;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.console.Yaml;
import io.mcpgateway.cli.oci.OciCatalog;
import io.mcpgateway.cli.oci.OciCatalogs;
import io.mcpgateway.cli.oci.PullRecords;
import io.mcpgateway.cli.query.YqExpression;
import io.mcpgateway.cli.state.State;
import io.mcpgateway.oci.OciReference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** {@code catalog show} of an OCI catalog. Confined to one thread. */
final class OciShow {
    private final Session session;
    private final OciShowOptions options;
    private final FormatOptions format;

    OciShow(Session session, OciShowOptions options, FormatOptions format) {
        this.session = session;
        this.options = options;
        this.format = format;
    }

    void show(OciReference reference) {
        options.check();
        PullRule rule = options.pull();
        YqExpression expression = options.expression();
        session.allowRemote(options.allowRemote());
        Optional<OciCatalog> present = OciCatalogs.of(session.home()).find(reference);
        boolean pulls = present.map(catalog -> rule.pullsPresent(catalog.lastUpdated(), Instant.now()))
                .orElseGet(() -> rule.pullsMissing(PullRecords.contains(session.home(), reference)));
        OciCatalog catalog = pulls
                ? pull(reference, present)
                : OciCatalogs.of(session.home()).require(reference);
        ObjectNode whole = OciViews.whole(catalog);
        if (options.noTools()) {
            OciViews.dropTools(whole);
        }
        // People are shown YAML, too, as by the Go program.
        for (JsonNode value : expression.of(whole)) {
            format.show(() -> value, () -> session.console().out().print(Yaml.document(value)));
        }
    }

    private OciCatalog pull(OciReference reference, Optional<OciCatalog> present) {
        String age = present.flatMap(OciCatalog::lastUpdated)
                .map(at -> Duration.between(at, Instant.now()).truncatedTo(ChronoUnit.SECONDS))
                .map(time -> " (last update was " + Durations.text(time) + " ago)")
                .orElse("");
        session.console().err().println("Pulling catalog " + reference + "..." + age);
        OciPulls pulls = new OciPulls(session);
        Pulled pulled = pulls.fetch(reference);
        new State(session).<Void>change("catalog show " + reference, change -> {
            pulls.keep(change, pulled);
            return null;
        });
        return pulled.catalog();
    }
}
