package io.mcpgateway.http;

/** Resumption on our own listener. */
class JettyResumptionTest extends ResumptionContract {
    @Override
    HttpFrontContract container() {
        return new JettyFrontTest();
    }
}
