package io.mcpgateway.cli.catalog;

import io.mcpgateway.cli.assembly.CatalogFileNames;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;

/** What catalogs are called. Stateless. */
final class CatalogNames {
    /** Docker's own catalog, which only its publisher changes. */
    static final String DOCKER = "docker-mcp";

    private CatalogNames() {}

    /** Checks that a name can be given to a catalog. */
    static void require(String name) {
        if (name.isBlank() || name.strip().startsWith(".")) {
            throw new GatewayException(ErrorCode.CONFIGURATION, "\"" + name + "\" is no name for a catalog");
        }
    }

    /** Refuses to do something to Docker's own catalog. */
    static void refuseDocker(String name, String message) {
        if (CatalogFileNames.clean(name).equals(DOCKER)) {
            throw new GatewayException(ErrorCode.DENIED, message);
        }
    }
}
