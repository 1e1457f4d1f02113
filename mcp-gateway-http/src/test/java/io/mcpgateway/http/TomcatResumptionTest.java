package io.mcpgateway.http;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Resumption in a container that is not ours. */
class TomcatResumptionTest extends ResumptionContract {
    @TempDir
    Path directory;

    @Override
    HttpFrontContract container() {
        TomcatFrontTest container = new TomcatFrontTest();
        container.directory = directory;
        return container;
    }
}
