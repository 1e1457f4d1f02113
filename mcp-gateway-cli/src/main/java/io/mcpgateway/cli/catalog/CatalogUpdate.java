package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.catalog.CatalogIndex.Entry;
import io.mcpgateway.cli.console.Session;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code catalog update}. */
@Command
public final class CatalogUpdate extends CatalogChange {
    @Parameters(arity = "0..1", paramLabel = "CATALOG", hideParamSyntax = true, description = "One catalog (all)")
    private @Nullable String name;

    /** The command of a run. */
    public CatalogUpdate(Session session) {
        super(session);
    }

    @Override
    int run() {
        CatalogIndex index = CatalogIndex.of(session().home());
        String one = name;
        List<Entry> entries = one == null ? index.all() : List.of(index.require(one));
        List<String> failures = new ArrayList<>();
        for (Entry entry : entries) {
            String from = entry.name().equals(CatalogNames.DOCKER) ? source().dockerUrl() : entry.url();
            if (from.isEmpty()) {
                if (one != null) {
                    failures.add(entry.name() + ": was made here, and has no source to be updated from");
                }
                continue;
            }
            try {
                byte[] document = source().read(from);
                String now = OffsetDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
                change(
                        "catalog update " + entry.name(),
                        "updated: " + entry.name(),
                        files -> files.refresh(entry, document, now));
            } catch (GatewayException e) {
                failures.add(entry.name() + ": " + e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new GatewayException(
                    ErrorCode.CONFIGURATION, "not updated: " + String.join("\nnot updated: ", failures));
        }
        return 0;
    }
}
