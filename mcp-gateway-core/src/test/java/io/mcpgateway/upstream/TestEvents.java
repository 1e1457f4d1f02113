package io.mcpgateway.upstream;

import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import org.jspecify.annotations.Nullable;

/** Hears nothing; a test overrides what it is about. */
class TestEvents implements Upstream.Events {
    @Override
    public void listChanged(Upstream changed, String method) {}

    @Override
    public void notification(String method, @Nullable JsonText params) {}

    @Override
    public void resourceUpdated(Upstream upstream, JsonText params) {}

    @Override
    public boolean asked(Question question) {
        return false;
    }

    @Override
    public void noise(String what) {}

    @Override
    public void closed(Upstream ended, GatewayException cause) {}
}
