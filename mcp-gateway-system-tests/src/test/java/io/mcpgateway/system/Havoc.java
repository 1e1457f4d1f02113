package io.mcpgateway.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Does harm to what a gateway stands on, one thing at a time, at random. One thread. */
final class Havoc {
    private final OwnEngine engine;
    private final HavocHost host;
    private final Path home;
    private final String marker;
    private final ChaosLedger ledger;
    private final Random random;

    Havoc(OwnEngine engine, HavocHost host, Path home, String marker, ChaosLedger ledger, long seed) {
        this.engine = engine;
        this.host = host;
        this.home = home;
        this.marker = marker;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** One kind of harm, and how often it is done. */
    private enum Kind {
        KILL_A_CONTAINER(35),
        PAUSE_A_CONTAINER(15),
        KILL_A_PROCESS(10),
        REMOVE_NETWORKS(15),
        FILL_THE_DISK(13),
        KILL_THE_GATEWAY(7),
        RESTART_THE_ENGINE(5);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /**
     * Does each kind once, then goes on at random until a time of {@link System#nanoTime()}, and leaves the engine running and
     * the disk free.
     */
    void work(long deadline) throws IOException, InterruptedException {
        List<Kind> first = new ArrayList<>(List.of(Kind.values()));
        Collections.shuffle(first, random);
        for (Kind kind : first) {
            pause();
            does(kind);
        }
        while (System.nanoTime() - deadline < 0) {
            pause();
            does(any());
        }
    }

    /** The rate of the harm; nothing is awaited here. */
    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(800));
    }

    private Kind any() {
        int left = random.nextInt(
                Arrays.stream(Kind.values()).mapToInt(kind -> kind.weight).sum());
        for (Kind kind : Kind.values()) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        throw new AssertionError("the weights do not add up");
    }

    private void does(Kind kind) throws IOException, InterruptedException {
        switch (kind) {
            case KILL_A_CONTAINER -> toOneContainer("container killed", "kill");
            case PAUSE_A_CONTAINER -> toOneContainer("container paused", "pause");
            case KILL_A_PROCESS -> killOneProcess();
            case REMOVE_NETWORKS -> removeNetworks();
            case FILL_THE_DISK -> fillTheDisk();
            case KILL_THE_GATEWAY -> {
                ledger.count("harm: gateway killed with -9");
                host.kill();
            }
            case RESTART_THE_ENGINE -> {
                ledger.count("harm: engine restarted");
                if (engine.restart()) {
                    ledger.count("harm: engine has forgotten its networks");
                }
            }
        }
    }

    private List<String> containers() {
        return engine.lines("ps", "--quiet", "--filter", "label=docker-mcp=true");
    }

    private void toOneContainer(String what, String command) {
        List<String> living = containers();
        if (!living.isEmpty()) {
            harm(what, command, living.get(random.nextInt(living.size())));
        }
    }

    private void killOneProcess() {
        List<Long> living = ProcFs.withArgument(marker).stream()
                .filter(pid -> pid != host.gateway().process().pid())
                .toList();
        if (!living.isEmpty()) {
            ProcessHandle.of(living.get(random.nextInt(living.size()))).ifPresent(ProcessHandle::destroyForcibly);
            ledger.count("harm: process killed");
        }
    }

    /** Of workloads that may reach a few hosts only; with what is on them, as an administrator would who cleans up. */
    private void removeNetworks() {
        for (String network : engine.lines("network", "ls", "--quiet", "--filter", "label=docker-mcp=true")) {
            for (String container : engine.lines("ps", "--quiet", "--filter", "network=" + network)) {
                harm("container taken off its network", "network", "disconnect", "--force", network, container);
            }
            harm("network removed", "network", "rm", network);
        }
    }

    /** What is gone meanwhile, or in use again, is no harm. */
    private void harm(String what, String... command) {
        try {
            engine.run(command);
            ledger.count("harm: " + what);
        } catch (AssertionError e) {
            ledger.count("harm that came too late");
        }
    }

    private void fillTheDisk() throws IOException, InterruptedException {
        Path ballast = home.resolve("ballast");
        byte[] block = new byte[1 << 16];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            ledger.count("harm: disk of cache and state filled");
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(3000)); // as long as it lasts
        Files.delete(ballast);
    }
}
