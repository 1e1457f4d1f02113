package io.mcpgateway.process;

import java.util.List;

/** Looks for processes of an owner the way an outsider would. */
final class Marked {
    private Marked() {}

    static List<Long> pidsOf(String ownerId) {
        return ProcessTable.find(marked -> marked.owner().id().equals(ownerId)).stream()
                .map(entry -> entry.handle().pid())
                .toList();
    }
}
