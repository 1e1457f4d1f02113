package io.mcpgateway.files;

import static java.util.Objects.requireNonNull;

import io.mcpgateway.spi.Watchable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Tells when files or the files of directories change. Directories are watched, not files, so that the atomic saves of
 * editors and files that do not exist yet are seen; contents are compared, so that a touched file is no change; and a slow
 * poll catches what the system does not tell, such as network file systems and links that are turned.
 */
public final class FileWatcher implements Watchable {
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration POLL = Duration.ofSeconds(5);

    private final List<Path> paths;
    private final Duration quiet;
    private final Duration poll;

    /** Watches these files, and the files directly in these directories. */
    public FileWatcher(List<Path> paths) {
        this(paths, QUIET, POLL);
    }

    FileWatcher(List<Path> paths, Duration quiet, Duration poll) {
        this.paths = paths.stream().map(Path::toAbsolutePath).toList();
        this.quiet = requireNonNull(quiet, "quiet");
        this.poll = requireNonNull(poll, "poll");
    }

    @Override
    public Watch watch(Runnable changed) {
        return WatchThread.start(paths, quiet, poll, requireNonNull(changed, "changed"));
    }
}
