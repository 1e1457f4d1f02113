package io.mcpgateway.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Random;

/**
 * What one call of {@link ChaosIT} makes its server do, for {@code peers/servers/chaos.mjs}, and when its client loses
 * patience.
 *
 * @param steps the steps
 * @param cancelAfterMillis when the client cancels; negative for never
 */
record ChaosPlan(ArrayNode steps, long cancelAfterMillis) {
    private static final String[] KINDS = {"elicitation", "elicitation", "sampling", "roots"};

    /**
     * Draws one.
     *
     * @param alone whether the server lives for this call only, so that its crash costs nobody else
     * @param mayTimeOut whether the gateway ends a call in time that nobody cancels
     */
    static ChaosPlan draw(Random random, boolean alone, boolean mayTimeOut) {
        ArrayNode steps = Transcript.MAPPER.createArrayNode();
        for (int left = random.nextInt(5); left > 0; left--) {
            int dice = random.nextInt(100);
            if (dice < 35) {
                steps.addArray().add("progress");
            } else if (dice < 50) {
                steps.addArray().add("log");
            } else if (dice < 75) {
                steps.addArray().add("wait").add(random.nextInt(60));
            } else if (dice < 95) {
                steps.addArray().add("ask").add(KINDS[random.nextInt(KINDS.length)]);
            } else if (dice < 97) {
                steps.addArray().add("change");
            } else {
                steps.addArray().add("fail");
            }
        }
        long cancelAfter = random.nextInt(100) < 7 ? random.nextInt(80) : -1;
        int end = random.nextInt(1000);
        if (end < (alone ? 50 : 4)) {
            steps.addArray().add("crash");
        } else if (end > 990) {
            steps.addArray().add("silent");
            cancelAfter = mayTimeOut && random.nextInt(100) < 15 ? -1 : 300 + random.nextInt(1200);
        }
        return new ChaosPlan(steps, cancelAfter);
    }
}
