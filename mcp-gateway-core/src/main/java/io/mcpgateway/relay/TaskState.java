package io.mcpgateway.relay;

import io.mcpgateway.json.MalformedMessageException;
import io.mcpgateway.json.Members;
import io.mcpgateway.model.JsonText;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server's results say of a task, in the words of both eras. */
final class TaskState {
    private static final Members.Index RESULT = Members.Index.of(0, "task", "resultType", "taskId", "ttlMs", "status");
    private static final Members.Index TASK = Members.Index.of(0, "taskId", "ttl");
    private static final Set<String> OVER = Set.of("completed", "failed", "cancelled");

    private TaskState() {}

    /** The id of the task that this result of a tool call says was made; null if none was. */
    static @Nullable String made(JsonText result) {
        try {
            Members members = Members.of(result, RESULT);
            if ("task".equals(members.string(1))) {
                return members.string(2);
            }
            JsonText task = members.get(0);
            return task == null || task.array()[task.offset()] != '{'
                    ? null
                    : Members.of(task, TASK).string(0);
        } catch (MalformedMessageException e) {
            return null;
        }
    }

    /** How long the server says that it keeps the task that this result of a tool call made; null if it does not say. */
    static @Nullable Duration life(JsonText result) {
        try {
            Members members = Members.of(result, RESULT);
            JsonText task = members.get(0);
            long millis = task == null
                    ? members.number(3, -1)
                    : Members.of(task, TASK).number(1, -1);
            return millis < 0 ? null : Duration.ofMillis(millis);
        } catch (MalformedMessageException e) {
            return null;
        }
    }

    /** Whether this state has the result in it: in the legacy era that is fetched apart. */
    static boolean isOver(JsonText state) {
        try {
            Members members = Members.of(state, RESULT);
            String status = members.string(4);
            return members.has(1) && status != null && OVER.contains(status);
        } catch (MalformedMessageException e) {
            return false;
        }
    }
}
