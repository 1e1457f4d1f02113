package io.mcpgateway.upstream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import io.mcpgateway.model.JsonText;
import java.util.List;

/** A message that a server sends as a body. */
class UpstreamBodiesFuzzTest extends UpstreamFuzz {
    @FuzzTest(maxDuration = "10m")
    void upstreamBodies(byte[] input) throws MalformedMessageException {
        Upstream upstream = upstream();
        RecordingLink link = new RecordingLink();
        upstream.attach(link, true);
        List<RecordingCall> calls = calls();
        upstream.message(JsonText.of(withIds(input, upstream, calls)));
        upstream.closed(new GatewayException(ErrorCode.SERVER_UNAVAILABLE, "gone"));
        check(upstream, calls);
        checkMessages(link.texts().toArray(String[]::new));
    }
}
