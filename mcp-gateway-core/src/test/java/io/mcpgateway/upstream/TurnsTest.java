package io.mcpgateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.model.ErrorCode;
import io.mcpgateway.model.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> served = new ArrayList<>();
    private final List<Turn> held = new ArrayList<>();

    private static Turns turns(int all, int server, int client, int both) {
        return new Turns(new TurnBounds(all, server, client, both), LONG, "use");
    }

    /** A client that takes what it gets and remembers in which order all got it. */
    private Client client(String name) {
        return new Client(name);
    }

    private final class Client implements Waiting {
        private final String name;
        private final List<Integer> before = new ArrayList<>();
        private boolean wanted = true;

        Client(String name) {
            this.name = name;
        }

        CompletableFuture<Turn> take(Turns turns, String server) {
            CompletableFuture<Turn> turn = turns.take(server, this).toCompletableFuture();
            turn.thenAccept(mine -> {
                served.add(name + "@" + server);
                held.add(mine);
            });
            return turn;
        }

        @Override
        public String client() {
            return name;
        }

        @Override
        public boolean isWanted() {
            return wanted;
        }

        @Override
        public void queued(int many) {
            before.add(many);
        }
    }

    private void releaseAll() {
        while (!held.isEmpty()) {
            held.remove(0).release();
        }
    }

    @Test
    void clientsAreServedInRotationAndEachInItsOrder() {
        Turns turns = turns(1, 1, 1, 1);
        client("first").take(turns, "s");
        for (int i = 0; i < 3; i++) {
            client("greedy").take(turns, "s");
        }
        client("modest").take(turns, "s");
        releaseAll();
        assertThat(served).containsExactly("first@s", "greedy@s", "modest@s", "greedy@s", "greedy@s");
        assertThat(turns.taken()).isZero();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void serversAreServedInRotation() {
        Turns turns = turns(1, 1, 1, 1);
        client("c").take(turns, "busy");
        for (int i = 0; i < 3; i++) {
            client("c").take(turns, "busy");
        }
        client("c").take(turns, "quiet");
        releaseAll();
        assertThat(served).containsExactly("c@busy", "c@busy", "c@quiet", "c@busy", "c@busy");
    }

    @Test
    void aServerOrAClientThatHasItsShareWaitsAndHoldsBackNobody() {
        Turns turns = turns(4, 2, 3, 2);
        client("a").take(turns, "one");
        client("a").take(turns, "one");
        CompletableFuture<Turn> serverFull = client("b").take(turns, "one");
        client("a").take(turns, "two");
        CompletableFuture<Turn> clientFull = client("a").take(turns, "three");
        assertThat(serverFull).isNotDone();
        assertThat(clientFull).isNotDone();
        assertThat(client("b").take(turns, "two")).isCompleted();
        held.get(0).release();
        assertThat(serverFull).isCompleted();
        assertThat(clientFull).as("all are taken").isNotDone();
        held.get(1).release();
        assertThat(clientFull).isCompleted();
    }

    @Test
    void aTurnIsGivenBackOnce() throws Exception {
        Turns turns = turns(1, 1, 1, 1);
        Turn turn = client("a").take(turns, "s").get();
        turn.release();
        turn.release();
        client("a").take(turns, "s");
        assertThat(client("a").take(turns, "s")).isNotDone();
    }

    @Test
    void whatTheGatewayDoesForItselfGoesWhenNobodyElseCan() {
        Turns turns = turns(1, 1, 1, 1);
        client("first").take(turns, "s");
        CompletableFuture<Turn> background =
                turns.takeInBackground("a", Waiting.GATEWAY).toCompletableFuture();
        client("later").take(turns, "s");
        held.get(0).release();
        assertThat(served).containsExactly("first@s", "later@s");
        assertThat(background).isNotDone();
        held.get(1).release();
        assertThat(background).isCompleted();
    }

    @Test
    void whoWaitsHearsHowManyAreBeforeIt() {
        Turns turns = turns(1, 1, 1, 1);
        client("x").take(turns, "s");
        Client a = client("a");
        Client b = client("b");
        a.take(turns, "s");
        a.take(turns, "s");
        a.take(turns, "s");
        b.take(turns, "s");
        assertThat(a.before).containsExactly(0, 1, 2);
        assertThat(b.before).as("one of the other's goes first, not three").containsExactly(1);
        held.get(0).release();
        turns.tell();
        assertThat(b.before).endsWith(0);
    }

    @Test
    void whoHasGivenUpIsPassedOver() {
        Turns turns = turns(1, 1, 1, 1);
        client("first").take(turns, "s");
        List<CompletableFuture<Turn>> given = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            Client quitter = client("quitter");
            given.add(quitter.take(turns, "s"));
            quitter.wanted = false;
        }
        client("last").take(turns, "s");
        releaseAll();
        assertThat(served).containsExactly("first@s", "last@s");
        assertThat(given).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(turns.taken()).isZero();
    }

    @Test
    void whoDoesNotWaitAnyMoreLeavesTheQueueAtOnce() {
        Turns turns = turns(1, 1, 1, 1);
        client("first").take(turns, "s");
        List<Runnable> leave = new ArrayList<>();
        CompletableFuture<Turn> given = turns.take("s", new Waiting() {
                    @Override
                    public String client() {
                        return "quitter";
                    }

                    @Override
                    public boolean isWanted() {
                        return leave.isEmpty();
                    }

                    @Override
                    public void queued(int before) {}

                    @Override
                    public void whenUnwanted(Runnable action) {
                        leave.add(action);
                    }
                })
                .toCompletableFuture();
        assertThat(turns.waiting()).isOne();
        leave.get(0).run();
        assertThat(given).isCompletedExceptionally();
        assertThat(turns.waiting()).isZero();
        releaseAll();
        assertThat(turns.taken()).isZero();
    }

    @Test
    void whoGivesItsTurnBackWhileItIsServedMakesNoRecursion() {
        Turns turns = turns(1, 1, 1, 1);
        Turn first = turns.take("s", client("first")).toCompletableFuture().join();
        AtomicInteger count = new AtomicInteger();
        for (int i = 0; i < 20_000; i++) {
            turns.take("s", new Quiet("c" + i % 3)).thenAccept(turn -> {
                count.incrementAndGet();
                turn.release();
            });
        }
        first.release();
        assertThat(count).hasValue(20_000);
        assertThat(turns.taken()).isZero();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void whoWaitsTooLongFailsAndTakesNobodysTurn() throws Exception {
        Turns turns = new Turns(new TurnBounds(1, 1, 1, 1), Duration.ofMillis(1), "use");
        Turn first = client("a").take(turns, "s").get();
        assertThat(client("a").take(turns, "s"))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.LIMIT);
                    assertThat(e).hasMessageContaining("'s'");
                });
        assertThat(turns.waiting()).isZero();
        first.release();
        assertThat(client("a").take(turns, "s")).isCompleted();
    }

    @Test
    void neverMoreAtOnceThanPermittedAndNoneIsLost() throws Exception {
        Turns turns = turns(5, 3, 4, 2);
        AtomicInteger[] inside = new AtomicInteger[3];
        AtomicInteger[] most = new AtomicInteger[3];
        for (int i = 0; i < 3; i++) {
            inside[i] = new AtomicInteger();
            most[i] = new AtomicInteger();
        }
        CountDownLatch done = new CountDownLatch(4000);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    int server = i % 2;
                    turns.take("s" + server, new Quiet("c" + number % 4)).thenAccept(turn -> {
                        most[server].accumulateAndGet(inside[server].incrementAndGet(), Math::max);
                        most[2].accumulateAndGet(inside[2].incrementAndGet(), Math::max);
                        CompletableFuture.runAsync(() -> {
                            inside[server].decrementAndGet();
                            inside[2].decrementAndGet();
                            turn.release();
                            done.countDown();
                        });
                    });
                }
            });
            threads.add(thread);
            thread.start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(most[0].get()).isLessThanOrEqualTo(3);
        assertThat(most[1].get()).isLessThanOrEqualTo(3);
        assertThat(most[2].get()).isBetween(2, 5);
        assertThat(turns.taken()).isZero();
        assertThat(turns.waiting()).isZero();
    }

    private record Quiet(String client) implements Waiting {
        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public void queued(int before) {}
    }
}
