package io.mcpgateway.cli.profile;

import io.mcpgateway.cli.console.Session;
import io.mcpgateway.cli.profile.file.Profile;
import io.mcpgateway.cli.profile.file.Profiles;
import io.mcpgateway.model.GatewayException;
import java.util.ArrayList;
import java.util.List;

/**
 * The profiles that can be read. One that is broken is told on standard error, and does not hide the others.
 *
 * @param profiles those that can be read, by id
 * @param status the exit status of a command that shows them: 0 only if these are all
 */
record ReadableProfiles(List<Profile> profiles, int status) {
    static ReadableProfiles of(Session session) {
        Profiles all = Profiles.of(session.home());
        List<Profile> profiles = new ArrayList<>();
        int status = 0;
        for (String id : all.ids()) {
            try {
                all.find(id).ifPresent(profiles::add);
            } catch (GatewayException e) {
                session.console().err().println(e.getMessage());
                status = e.code().exitStatus();
            }
        }
        return new ReadableProfiles(List.copyOf(profiles), status);
    }
}
