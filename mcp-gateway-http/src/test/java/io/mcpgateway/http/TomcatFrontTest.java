package io.mcpgateway.http;

import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;

/** The servlet in a container that is not ours. */
class TomcatFrontTest extends HttpFrontContract {
    @TempDir
    Path directory;

    private Tomcat tomcat;

    @Override
    int start(GatewayServletOptions options) throws Exception {
        tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", directory.toString());
        Wrapper wrapper = Tomcat.addServlet(context, "mcp", new GatewayServlet(gate, options));
        wrapper.setAsyncSupported(true);
        wrapper.addMapping("/mcp");
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("maxThreads", "20");
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
