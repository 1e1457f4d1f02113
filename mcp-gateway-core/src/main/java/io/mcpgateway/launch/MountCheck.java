package io.mcpgateway.launch;

import io.mcpgateway.model.WorkloadSpec.Bind;
import io.mcpgateway.model.WorkloadSpec.Mount;
import java.nio.file.Files;
import java.util.List;

/** The rules for one volume, and that it is there and goes where no other does. Stateless. */
final class MountCheck {
    private MountCheck() {}

    /**
     * Checks an evaluated volume string.
     *
     * @param others what is mounted already
     */
    static Mount check(BindRules binds, String volume, List<Mount> others) throws RefusedMountException {
        Mount mount = binds.check(volume);
        if (mount instanceof Bind bind && !Files.exists(bind.source())) {
            throw new RefusedMountException("host path '" + bind.source() + "' of volume '" + volume
                    + "' does not exist; create it, or correct the configuration" + binds.whereItMustExist());
        }
        if (others.stream().anyMatch(other -> other.target().equals(mount.target()))) {
            throw new RefusedMountException("two volumes have the target '" + mount.target() + "'");
        }
        return mount;
    }
}
