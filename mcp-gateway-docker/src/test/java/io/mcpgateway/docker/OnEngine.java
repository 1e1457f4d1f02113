package io.mcpgateway.docker;

import io.mcpgateway.spi.ContainerRuntime;
import io.mcpgateway.testkit.RecordingListener;
import io.mcpgateway.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A test of the runtime on a real engine: the engine for the class, a runtime for each test. */
abstract class OnEngine {
    static RealEngine engine;

    @TempDir
    Path directory;

    TestContext context;
    ContainerRuntime runtime;
    final RecordingListener heard = new RecordingListener();

    @BeforeAll
    static void engine(TestInfo test) {
        engine = RealEngine.require(test.getTestClass().orElseThrow());
    }

    @AfterAll
    static void closeEngine() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void create() {
        context = TestContext.create(directory);
        runtime = DockerContainerRuntime.create(context);
    }

    @AfterEach
    void close() {
        runtime.close();
        context.close();
    }
}
