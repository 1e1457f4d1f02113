package io.mcpgateway.files;

import io.mcpgateway.spi.Watchable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One watch: a thread that owns all state but the flag that ends it. */
final class WatchThread implements Watchable.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);
    private static final int MAX_QUIET_ROUNDS = 10;

    private final List<Path> paths;
    private final Duration quiet;
    private final Duration poll;
    private final Runnable changed;
    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> registered = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private WatchThread(List<Path> paths, Duration quiet, Duration poll, Runnable changed) {
        this.paths = paths;
        this.quiet = quiet;
        this.poll = poll;
        this.changed = changed;
        this.service = open();
        this.thread = new Thread(this::run, "mcp-gateway-watch");
        this.thread.setDaemon(true);
    }

    // The first fingerprint is taken before this returns, so that no later change is missed.
    static WatchThread start(List<Path> paths, Duration quiet, Duration poll, Runnable changed) {
        WatchThread watch = new WatchThread(paths, quiet, poll, changed);
        watch.register();
        watch.last = Fingerprint.of(paths);
        watch.thread.start();
        return watch;
    }

    private String last = "";

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("Closing a watch failed");
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                awaitEvents();
                register();
                String now = Fingerprint.of(paths);
                if (!closed && !now.equals(last)) {
                    last = now;
                    tell();
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            if (!closed) {
                LOG.atWarn().setCause(e).log("Watching files has ended");
            }
        }
    }

    private void awaitEvents() throws InterruptedException {
        if (service == null) {
            Thread.sleep(poll.toMillis());
            return;
        }
        WatchKey key = service.poll(poll.toNanos(), TimeUnit.NANOSECONDS);
        // A directory in which something happens all the time must not put off the answer for ever.
        for (int round = 0; key != null && round < MAX_QUIET_ROUNDS; round++) {
            key.pollEvents();
            key.reset();
            key = service.poll(quiet.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    private void register() {
        if (service == null) {
            return;
        }
        registered.values().removeIf(key -> !key.isValid());
        for (Path path : paths) {
            registerDirectory(path);
            Path parent = path.getParent();
            if (parent != null) {
                registerDirectory(parent);
            }
        }
    }

    private void registerDirectory(Path directory) {
        if (service == null || registered.containsKey(directory) || !Files.isDirectory(directory)) {
            return;
        }
        try {
            registered.put(
                    directory,
                    directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("directory", directory).setCause(e).log("A directory is polled, not watched");
        }
    }

    // The end of the thread's stack: a listener that throws must not end the watch.
    private void tell() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Handling a changed file failed");
        }
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The system offers no more watches; files are polled");
            return null;
        }
    }
}
