package io.mcpgateway.egress;

import io.mcpgateway.egress.wire.MalformedException;
import java.io.IOException;

/** What is done with the connections to one port. */
interface Door {
    /** Serves one to its end. Refusals are told to the log here; what this throws ends the conversation silently. */
    void serve(Conversation conversation) throws IOException, MalformedException;
}
