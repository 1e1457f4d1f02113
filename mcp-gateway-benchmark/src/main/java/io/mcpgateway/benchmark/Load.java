package io.mcpgateway.benchmark;

import java.io.IOException;

/** Something that makes calls at what is measured. */
interface Load {
    /** Runs for a time with this many callers. */
    Figures run(int callers, double seconds) throws IOException, InterruptedException;
}
