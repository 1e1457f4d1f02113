package io.mcpgateway.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mounted hierarchy of control groups, as {@code /proc} tells of it.
 *
 * @param version 1 or 2
 * @param controllers those of a hierarchy of version 1; none for version 2
 * @param point where it is mounted
 * @param own this process's group in it
 */
record CgroupMount(int version, List<String> controllers, Path point, Path own) {
    static List<CgroupMount> all(Path proc) throws IOException {
        List<String> groups = Files.readAllLines(proc.resolve("cgroup"), StandardCharsets.UTF_8);
        List<CgroupMount> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(proc.resolve("mountinfo"), StandardCharsets.UTF_8)) {
            // 31 23 0:26 ROOT POINT options [optional fields] - type source super-options
            String[] halves = line.split(" - ", 2);
            String[] first = halves[0].split(" ");
            String[] second = halves.length == 2 ? halves[1].split(" ") : new String[0];
            if (first.length < 6 || second.length < 3) {
                continue;
            }
            if (second[0].equals("cgroup2")) {
                add(2, List.of(), first, groups, mounts);
            } else if (second[0].equals("cgroup")) {
                add(1, List.of(second[2].split(",")), first, groups, mounts);
            }
        }
        return mounts;
    }

    private static void add(
            int version, List<String> options, String[] mount, List<String> groups, List<CgroupMount> mounts) {
        for (String line : groups) {
            // 4:memory:/path, or 0::/path for version 2
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            List<String> controllers = List.of(parts[1].split(","));
            boolean same = version == 2 ? parts[1].isEmpty() : options.containsAll(controllers) && !parts[1].isEmpty();
            if (same) {
                Path point = Path.of(mount[4]);
                mounts.add(new CgroupMount(
                        version, version == 2 ? List.of() : controllers, point, own(point, mount[3], parts[2])));
                return;
            }
        }
    }

    /** In a container that shares the host's name space of groups, the root of the mount is the container's own group. */
    private static Path own(Path point, String root, String path) {
        String below = root.equals("/")
                ? path
                : path.equals(root) || path.startsWith(root + "/") ? path.substring(root.length()) : "";
        Path own = point.resolve(below.replaceFirst("^/+", "")).normalize();
        return own.startsWith(point) ? own : point;
    }
}
