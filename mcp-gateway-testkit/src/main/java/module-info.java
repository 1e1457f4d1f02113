/** Contract tests for implementations of the gateway's service provider interfaces. */
module io.mcpgateway.testkit {
    requires transitive io.mcpgateway.api;
    requires static org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires transitive com.fasterxml.jackson.databind;
    requires org.assertj.core;
    requires awaitility;
    requires java.net.http;

    exports io.mcpgateway.testkit;
}
