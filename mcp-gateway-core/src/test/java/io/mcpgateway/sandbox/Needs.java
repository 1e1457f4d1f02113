package io.mcpgateway.sandbox;

import io.mcpgateway.testkit.TestContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The real parts that these tests need. A missing one skips the test, loudly, or fails it where they must all be there. */
final class Needs {
    private Needs() {}

    /** A {@code bwrap} that can make a sandbox here. */
    static SandboxReport sandboxes(Path home) {
        try (TestContext context = TestContext.create(home)) {
            SandboxReport report = SandboxRuntimeProvider.examine(context);
            if (!report.works()) {
                missing(report.problem());
            }
            return report;
        }
    }

    /** Root, which can become another user. */
    static void root() {
        if (!SandboxUser.isRoot()) {
            missing("it needs to be root to start something as another user");
        }
    }

    private static void missing(String what) {
        if ("1".equals(System.getenv("MCP_GATEWAY_CI"))) {
            throw new AssertionError(what + " (MCP_GATEWAY_CI=1: nothing may be missing)");
        }
        System.err.println("SKIPPED: tests of sandboxes: " + what);
        Assumptions.abort(what);
    }
}
